#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "enkat/estimate/quantile_rules.hpp"

namespace enkat::detail {

/// Doubles as whole numbers of the same order.
[[nodiscard]] inline std::uint64_t ordered_key(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);  // -0 is 0
  return bits >> 63 ? ~bits : bits | std::uint64_t{1} << 63;
}

/// The rows whose values lie between two keys.
struct ValueBin {
  std::uint64_t first = 0, last = 0;  ///< keys, both included
  double weight = 0;
  std::int64_t rows = 0;
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  double last_weight = 0;  ///< of the row that is last in the order (value, row)

  void add(double value, double w) {
    weight += w;
    ++rows;
    low = value < low ? value : low;
    if (value < high) return;
    high = value;
    last_weight = w;
  }
  [[nodiscard]] bool one_value() const { return low == high; }
};

/// Rows of one variable and domain that are read again and again: how many and how heavy they are in ranges of values,
/// and, where a wanted row lies, ever finer ranges until the rows of one fit into memory.
///
/// Ranges are those of the leading bits of the numbers, so that nothing has to be known about them: 18 bits in the
/// first pass (sign, exponent and 6 more), 8 more in each further one.
class ValueBins {
 public:
  ValueBins();

  /// First pass: a row of weight other than zero.
  void add(double value, double weight);
  /// The first pass is over.
  void settle();

  [[nodiscard]] bool empty() const { return bins_.empty(); }
  [[nodiscard]] double total() const;
  [[nodiscard]] double last_weight() const { return bins_.back().last_weight; }

  /// The next pass looks for the rows at these cumulated weights. True: some lie among too many rows, so that the pass
  /// makes finer bins; false: it finds the places. Calls `add_again` for every row, then `end_pass`.
  [[nodiscard]] bool look_for(std::span<const double> targets, std::int64_t most_rows);
  void add_again(double value, double weight);
  void end_pass();
  /// After a pass that found them: a place for each target.
  [[nodiscard]] std::vector<Place> places(int threads) const;

 private:
  struct Walk {  ///< through rows of one value, in their order, to the first one that reaches a target
    double enough = 0, before = 0, cumulated = 0;
    double own = 0, previous = 0, next = 0;
    std::int64_t rows = 0;  ///< up to the row itself
    bool found = false, has_next = false;
    void add(double w);
  };
  struct Window {
    std::size_t bin = 0;
    double before = 0;  ///< weight of the rows below
    std::int64_t rows_below = 0;
    double below = 0, above = 0;  ///< the nearest values on either side
    bool has_below = false, has_above = false, seen_above = false;
    double below_weight = 0, above_weight = 0;  ///< of the last row below, of the first one above
    std::vector<double> values, weights;
    std::vector<std::size_t> targets;
    std::vector<Walk> walks;  ///< where the rows are one value and too many to keep: by target
  };
  [[nodiscard]] std::size_t bin_reaching(double target) const;
  void make_window(std::size_t bin, std::size_t target, std::int64_t most_rows);

  static constexpr int first_bits = 18, more_bits = 8;
  static constexpr std::size_t in_page = 64;
  using Page = std::array<ValueBin, in_page>;
  std::vector<std::int32_t> page_;  ///< by the 12 leading bits; -1: none
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<ValueBin> bins_;     ///< in order
  std::vector<double> cumulated_;  ///< by bin
  std::vector<double> targets_;
  std::vector<Window> windows_;  ///< by value
  struct Finer {
    std::size_t bin;
    int shift;
    std::vector<ValueBin> parts;
  };
  std::vector<Finer> finer_;  ///< by value
};

}  // namespace enkat::detail
