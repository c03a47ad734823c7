#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "enkat/base/random.hpp"

namespace enkat::detail {

/// The units with p < 1, their probabilities, and how many are to be drawn of them.
struct Uncertain {
  std::vector<std::int64_t> unit;
  std::vector<double> p;
  std::int64_t n = 0;
};

/// Draws the units with p = 1, and those of the others that `draw` chooses (places in `Uncertain`), in rising order.
/// Throws enkat::Error (design) for a probability outside (0, 1], or a sum that is not whole.
[[nodiscard]] std::vector<std::int64_t> with_certain(
    std::span<const double> p, const std::function<std::vector<std::int64_t>(const Uncertain&)>& draw);

/// Draws 0 .. size-1 with probabilities in proportion to weights, two random numbers each.
/// Source: Walker (1977), ACM Trans. Math. Softw. 3; Vose (1991), IEEE Trans. Softw. Eng. 17.
class AliasTable {
 public:
  explicit AliasTable(std::span<const double> weights);
  [[nodiscard]] std::size_t draw(Random& random) const {
    const auto i = static_cast<std::size_t>(random.below(keep_.size()));
    return random.uniform() < keep_[i] ? i : other_[i];
  }

 private:
  std::vector<double> keep_;
  std::vector<std::size_t> other_;
};

}  // namespace enkat::detail
