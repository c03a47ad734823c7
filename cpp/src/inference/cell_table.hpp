#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <memory>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/state/totals.hpp"

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

/// Covariance of the cells: of their shares, or of their weighted counts.
[[nodiscard]] Eigen::MatrixXd cell_covariance(const Design& design, const Table& t, bool shares, int threads);

}  // namespace enkat::detail
