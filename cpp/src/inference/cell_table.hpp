#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <memory>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat::detail {

/// The table of the levels that occur: its totals of one pass, and where its cells stand in them.
struct Table {
  std::shared_ptr<const Totals> totals;
  std::vector<std::int64_t> rows, columns;
  std::vector<std::int64_t> cell;  ///< column of the totals, row-major
  Eigen::MatrixXd share;

  [[nodiscard]] std::int64_t r() const { return static_cast<std::int64_t>(rows.size()); }
  [[nodiscard]] std::int64_t c() const { return static_cast<std::int64_t>(columns.size()); }
  [[nodiscard]] std::int64_t contrasts() const { return (r() - 1) * (c() - 1); }
};

/// Throws for a multi-select side, more than 1500 cells and a side with one level only.
[[nodiscard]] Table table_of(const Design& design, const Factor& row, const Factor& column, int threads);
/// The same from totals of the pairs that were added up before.
void check_sides(const Factor& row, const Factor& column);
[[nodiscard]] Table table_of_totals(std::shared_ptr<const Totals> pairs, std::int64_t rows, std::int64_t columns);
/// The same where a row of the table has its margin beside its cells, see state/margins.hpp.
[[nodiscard]] Table table_of_grid(std::shared_ptr<const Totals> grid, std::int64_t rows, std::int64_t columns);

/// Weighted counts of cells with their covariance.
struct CellCounts {
  Estimates counts;
  Eigen::MatrixXd covariance;
};
[[nodiscard]] CellCounts cell_counts(const Design& design, std::shared_ptr<const Totals> totals,
                                     const std::vector<std::int64_t>& cells, int threads);
[[nodiscard]] CellCounts cell_counts(const Design& design, std::shared_ptr<const Totals> totals, const DomainSize& size,
                                     const std::vector<std::int64_t>& cells, int threads);

/// Covariance of the shares N_i / sum of N: by the delta method, or from the shares under every replicate.
[[nodiscard]] Eigen::MatrixXd share_covariance(const Design& design, const CellCounts& cells);

}  // namespace enkat::detail
