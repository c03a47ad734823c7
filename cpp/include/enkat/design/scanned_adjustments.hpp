#pragma once
#include <cstdint>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// Sums and products of w z by stratum, and by domain and cell: what residuals of single rows are made of.
struct MomentsByCell {
  std::vector<std::int32_t> domain, cell;             ///< of each group
  std::int64_t width = 0;                             ///< columns of a group
  std::int64_t table_columns = 0;                     ///< of a table of two categorical variables; else 0
  std::int64_t ones = 0;                              ///< the column of 1; with table_columns: the sum of all
  std::vector<double> first, second;                  ///< as in Totals, by stratum and group
  std::vector<double> outside_first, outside_second;  ///< strata x cells: rows that take part in no domain
};

/// The weight adjustments of a design that was read in chunks and has no rows: in place of the rows' cells, sums by
/// cell. `cell` is empty, `factor` and `records` are those of Adjustments.
struct ScannedAdjustments : Adjustments {
  std::vector<double> cell_rows;    ///< by cell: rows of non-zero weight
  std::vector<double> cell_weight;  ///< by cell: sum of w
  std::vector<double> unit_weight;  ///< units x cells: sum of w; empty where rows are units
  MomentsByCell moments;            ///< where rows are units
};

/// The adjustments of a design without rows; nullptr: it has rows, or no adjustments.
[[nodiscard]] inline const ScannedAdjustments* scanned_adjustments(const Design& design) {
  if (design.rows() > 0 || !design.adjustments()) return nullptr;
  return static_cast<const ScannedAdjustments*>(design.adjustments());  // ScannedDesign makes no others
}

}  // namespace enkat
