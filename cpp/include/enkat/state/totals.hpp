#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/state/request.hpp"

namespace enkat {

/// Which second-order information a state keeps.
enum class TotalsKind {
  units,       ///< T: one row of totals per sampling unit of the last stage
  rows,        ///< one row of w z per row of the data: designs whose variance needs rows (DESIGN.md, feeder C)
  replicates,  ///< totals under every replicate weight
  moments,     ///< per stratum and group: sums and products of w z; only where every row is a unit of a single stage
};

/// The state every estimator is made of: sums over rows, which add when states are merged.
///
/// Columns are numbered group * width + z, `columns()` of them.
struct Totals {
  TotalsKind kind = TotalsKind::units;
  std::int64_t units = 0, groups = 0, width = 0, strata = 0, cells = 0;
  bool one_hot = false;
  std::int64_t grid_columns = 0;  ///< after with_margins: columns of the grid, margin included; else 0

  std::vector<double> total;        ///< by column: sum of w z
  std::vector<std::int64_t> count;  ///< by column: rows of non-zero weight; for indicators those with z = 1
  std::vector<double> square;       ///< by column: sum of w^2 z (ones, indicators), sum of w z^2 (numbers)

  std::vector<double> unit_total;       ///< units x columns; rows: rows x width; replicates: columns x replicates
  std::vector<std::int32_t> row_group;  ///< kind rows: group of each row, -1: takes no part
  std::vector<std::uint8_t> occupied;   ///< where the design asks for it: units x groups, 1 with a row in the group
  std::vector<double> first;            ///< kind moments: (stratum, group) x width, sums of w z; rows: one stratum
  std::vector<double> second;  ///< kind moments: (stratum, group) x width (one_hot) or x width x width, upper half

  std::vector<double> cell_plain;  ///< adjusted designs: cells x columns, sums of z
  std::vector<double> cell_sum;    ///< adjusted designs: cells x columns, sums of w z

  [[nodiscard]] std::int64_t columns() const { return groups * width; }
  [[nodiscard]] std::int64_t bytes() const;
};

/// An empty state of the shape that a request needs under a design.
[[nodiscard]] Totals empty_totals(const Design& design, const TotalsRequest& request);

/// Whether the variance under this design needs the rows: adjustments that are not on classes.
[[nodiscard]] bool needs_rows(const Design& design);

/// Adds rows [begin, end) to a state.
void accumulate(Totals& state, const Design& design, const TotalsRequest& request, std::int64_t begin,
                std::int64_t end);

/// All rows at once where totals by unit are too large for lanes: every task owns some units and takes their rows, so
/// that their totals stay in cache. Only for requests of numbers; false: nothing was done.
[[nodiscard]] bool accumulate_by_unit(Totals& state, const Design& design, const TotalsRequest& request);

/// Adds `other` to `state`. Throws enkat::Error (data) when the two were not made for the same request and design.
void merge(Totals& state, const Totals& other);

/// One pass over all rows: accumulate in lanes, merge in order.
[[nodiscard]] Totals totals(const Design& design, const TotalsRequest& request);

}  // namespace enkat
