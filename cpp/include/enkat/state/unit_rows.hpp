#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "enkat/state/totals.hpp"

namespace enkat {

/// The rows of a clustered design in the order of their sampling units, for many tables of the same rows: the sums of
/// one unit then stay in the first cache, and a variable is read once for all the tables it stands in.
struct UnitRows {
  std::vector<std::uint32_t> row;  ///< rows of non-zero weight in the domain, unit by unit
  std::vector<double> weight;      ///< of each
  std::vector<std::size_t> begin;  ///< by unit: where its rows begin; one more at the end

  [[nodiscard]] std::size_t units() const { return begin.size() - 1; }
};

/// Whether a design's totals are sums by unit and its units hold enough rows for the order to pay: many rows a unit,
/// no weight adjustments, no replicates, no domains to judge lonely units by.
[[nodiscard]] bool takes_unit_rows(const Design& design);
[[nodiscard]] UnitRows unit_rows(const Design& design);

/// Codes in the order of unit rows, below 255 levels; a missing one is `levels`.
struct UnitCodes {
  std::vector<std::uint8_t> code;
  std::int64_t levels = 0;
};
[[nodiscard]] UnitCodes in_order(const UnitRows& rows, const Codes& codes);
/// The pair (first, second) as one code, first * second.levels + second; missing in either is missing.
[[nodiscard]] UnitCodes paired(const UnitCodes& first, const UnitCodes& second);

/// The totals of the pairs (variable, column) for every column, as `totals` gives them: same units, sums of the same
/// rows in the same order by unit, hence the same bits whatever the threads.
[[nodiscard]] std::vector<Totals> pair_totals(const Design& design, const UnitRows& rows, const Codes& variable,
                                              std::span<const UnitCodes* const> columns);

/// The same totals of coarser columns: column c becomes of_column[c], of `columns` altogether.
[[nodiscard]] Totals coarser_columns(const Totals& pairs, std::int64_t variable_levels,
                                     const std::vector<std::int32_t>& of_column, std::int64_t columns);

}  // namespace enkat
