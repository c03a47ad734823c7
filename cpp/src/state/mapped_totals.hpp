#pragma once
#include <span>

#include "enkat/state/totals.hpp"

namespace enkat::detail {

/// Where the numbers of one state stand in another: by column, unit and stratum. An empty list is the identity; a
/// column at -1 is left out.
struct TotalsMap {
  std::vector<std::int64_t> column;
  std::vector<std::int32_t> unit, stratum;
};

/// Adds `from` to `to`, whose shape may be another; both of the kinds units or moments.
void add_mapped(Totals& to, const Totals& from, const TotalsMap& map);

/// Room for more units and strata behind those there are.
void extend(Totals& t, std::int64_t units, std::int64_t strata);

/// Sums by column, from those by unit or stratum.
void sum_columns(Totals& t);

/// 1 for rows that have every variable of the blocks.
[[nodiscard]] std::vector<std::uint8_t> complete_rows(const std::vector<Block>& blocks, std::int64_t rows);

}  // namespace enkat::detail
