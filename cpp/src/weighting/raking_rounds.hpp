#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "enkat/weighting/margin.hpp"

namespace enkat::detail {

/// `Sets` sets of weights side by side on the joint cells of the margins, and the rounds of raking over them.
/// A set that has settled stays as it is, so that every set ends as it would alone.
template <std::size_t Sets>
class RakingRounds {
 public:
  using Values = std::array<double, Sets>;

  /// `base` has cells x Sets weights.
  RakingRounds(const JointCells& joint, const std::vector<Margin>& margins, std::vector<double> base)
      : joint_(joint), margins_(margins), base_(std::move(base)), now_(base_), before_(base_), after_(margins.size()) {
    settled_.fill(false);
  }

  /// Weights by class of a margin, classes x Sets.
  [[nodiscard]] std::vector<double> class_sums(std::size_t m) const {
    std::vector<double> sum(margins_[m].targets.size() * Sets, 0);
    const std::int32_t* member = joint_.member[m].data();
    for (std::size_t c = 0; c < joint_.member[m].size(); ++c)
      for (std::size_t s = 0; s < Sets; ++s) sum[static_cast<std::size_t>(member[c]) * Sets + s] += now_[c * Sets + s];
    return sum;
  }

  /// Goes once through the margins. Gives by set the largest change of a cell relative to the total weight.
  Values round(double tolerance) {
    before_ = now_;
    for (std::size_t m = 0; m < margins_.size(); ++m) {
      meet(m);
      if constexpr (Sets == 1) after_[m] = now_;
    }
    Values most{}, total{};
    for (std::size_t c = 0; c < now_.size(); c += Sets)
      for (std::size_t s = 0; s < Sets; ++s) {
        most[s] = std::max(most[s], std::abs(before_[c + s] - now_[c + s]));
        total[s] += now_[c + s];
      }
    for (std::size_t s = 0; s < Sets; ++s) {
      most[s] /= total[s];
      settled_[s] = settled_[s] || most[s] < tolerance;
    }
    return most;
  }
  void leave(std::size_t set) { settled_[set] = true; }
  [[nodiscard]] std::int64_t unsettled() const { return std::count(settled_.begin(), settled_.end(), false); }
  [[nodiscard]] bool settled() const { return unsettled() == 0; }

  /// What the weights of each cell are multiplied by.
  [[nodiscard]] std::vector<double> factors() const { return factors(now_); }
  /// The same after one margin of the last round; for one set.
  [[nodiscard]] std::vector<double> factors_after(std::size_t m) const { return factors(after_[m]); }

 private:
  void meet(std::size_t m) {
    std::vector<double> factor = class_sums(m);
    for (std::size_t k = 0; k < factor.size(); ++k)
      factor[k] = factor[k] != 0 && !settled_[k % Sets] ? margins_[m].targets[k / Sets] / factor[k] : 1;
    const std::int32_t* member = joint_.member[m].data();
    for (std::size_t c = 0; c < joint_.member[m].size(); ++c)
      for (std::size_t s = 0; s < Sets; ++s)
        now_[c * Sets + s] *= factor[static_cast<std::size_t>(member[c]) * Sets + s];
  }
  [[nodiscard]] std::vector<double> factors(const std::vector<double>& weights) const {
    std::vector<double> f(weights.size(), 1);
    for (std::size_t c = 0; c < weights.size(); ++c)
      if (base_[c] != 0) f[c] = weights[c] / base_[c];
    return f;
  }

  const JointCells& joint_;
  const std::vector<Margin>& margins_;
  std::vector<double> base_, now_, before_;
  std::vector<std::vector<double>> after_;
  std::array<bool, Sets> settled_;
};

}  // namespace enkat::detail
