#pragma once
#include <cstdint>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// The weight adjustments of a design that was read in chunks and has no rows: in place of the rows' cells, sums by
/// cell. `cell` is empty, `factor` and `records` are those of Adjustments.
struct ScannedAdjustments : Adjustments {
  std::vector<double> cell_rows;    ///< by cell: rows of non-zero weight
  std::vector<double> cell_weight;  ///< by cell: sum of w
  std::vector<double> unit_weight;  ///< units x cells: sum of w; empty where rows are units
  /// Where rows are units, moments are kept by domain and cell: what each of their groups is. Domain -1 holds the rows
  /// that take part in no domain.
  std::vector<std::int32_t> moment_domain, moment_cell;
  std::int64_t ones = 0;  ///< the column of 1 in a group of moments
};

/// The adjustments of a design without rows; nullptr: it has rows, or no adjustments.
[[nodiscard]] inline const ScannedAdjustments* scanned_adjustments(const Design& design) {
  if (design.rows() > 0 || !design.adjustments()) return nullptr;
  return static_cast<const ScannedAdjustments*>(design.adjustments());  // ScannedDesign makes no others
}

}  // namespace enkat
