#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "enkat/estimate/quantile_rules.hpp"

namespace enkat::detail {

/// Rows of one domain in the order (value, row), found by selection: a place is located in linear bins and only the
/// rows of its bin are ordered. Views of the caller's columns; every weight is other than zero.
///
/// The numbers do not depend on threads: bins are summed in lanes that depend on the rows only.
class WeightedOrder {
 public:
  /// `start`: weight of rows that come before all of these, which cumulated weights then include.
  WeightedOrder(std::span<const double> values, std::span<const double> weights, int threads, double start = 0,
                int depth = 0);

  [[nodiscard]] double total() const { return total_; }
  [[nodiscard]] double last_weight() const;  ///< weight of the row that is last in order
  /// For each target the place of the first row whose cumulated weight reaches it; the last row where none does.
  [[nodiscard]] std::vector<Place> find(std::span<const double> targets) const;

 private:
  struct Rows {
    std::vector<double> values, weights;
  };
  void sort_all();
  void fill_bins();
  [[nodiscard]] std::size_t bin_reaching(double target) const;
  [[nodiscard]] std::vector<Rows> rows_of(std::span<const std::size_t> bins) const;
  [[nodiscard]] Place within(const Rows& rows, std::size_t bin, double target) const;
  void add_neighbours(Place& place, std::size_t bin) const;
  [[nodiscard]] Place find_sorted(double target) const;

  std::span<const double> values_, weights_;
  int threads_, depth_;
  double start_, total_, low_ = 0, high_ = 0;
  bool sorted_ = false;
  Rows order_;                      ///< sorted_: all rows in order
  std::vector<double> cumulated_;   ///< sorted_: by row; else by bin
  std::vector<std::int64_t> rows_;  ///< not sorted_: rows by bin
  std::vector<std::uint16_t> bin_;  ///< not sorted_: of each row
};

/// Rows by value, those with the same value as they stand.
[[nodiscard]] std::vector<std::uint32_t> rows_in_order(std::span<const double> values);

/// One lookup of every share p under a rule, in one pass.
[[nodiscard]] std::vector<double> quantiles_of(const WeightedOrder& order, QuantileRule rule,
                                               std::span<const double> shares);

}  // namespace enkat::detail
