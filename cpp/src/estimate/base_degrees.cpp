#include <algorithm>

#include "statistics.hpp"

namespace enkat::detail {
namespace {

/// The same where the state keeps rows.
double base_degrees_by_rows(const Design& design, const Totals& t, const Linear& base) {
  std::vector<std::uint8_t> unit(static_cast<std::size_t>(design.units()), 0);
  const auto mark = [&](std::size_t i, std::size_t u) {
    for (const Term& term : base)
      if (t.row_group[i] == term.column / t.width)
        unit[u] |=
            t.unit_total[i * static_cast<std::size_t>(t.width) + static_cast<std::size_t>(term.column % t.width)] != 0;
  };
  for (std::size_t i = 0; design.rows_are_units() && i < t.row_group.size(); ++i) mark(i, i);
  if (!design.rows_are_units())
    design.unit_of_row().visit([&](auto of) {
      for (std::size_t i = 0; i < of.size(); ++i) mark(i, of[i]);
    });
  return static_cast<double>(units_minus_strata(design.stages(), std::move(unit)));
}

}  // namespace

double base_degrees_of_freedom(const Design& design, const Totals& t, const Linear& base) {
  if (design.options().degf || design.replicates()) return design.degrees_of_freedom();
  if (t.kind == TotalsKind::rows) return base_degrees_by_rows(design, t, base);
  if (t.kind == TotalsKind::units) {
    std::vector<std::uint8_t> unit(static_cast<std::size_t>(t.units), 0);
    for (std::size_t u = 0; u < unit.size(); ++u)
      for (const Term& term : base)
        unit[u] |= t.unit_total[u * static_cast<std::size_t>(t.columns()) + static_cast<std::size_t>(term.column)] != 0;
    return static_cast<double>(units_minus_strata(design.stages(), std::move(unit)));
  }
  std::int64_t df = 0;  // every row is a unit
  for (const Term& term : base) df += t.count[static_cast<std::size_t>(term.column)];
  for (std::int64_t h = 0; h < t.strata; ++h) {
    const auto in_stratum = [&](const Term& term) {
      const std::int64_t group = term.column / t.width, z = term.column % t.width;
      return t.first[static_cast<std::size_t>((h * t.groups + group) * t.width + z)] != 0;
    };
    df -= std::any_of(base.begin(), base.end(), in_stratum);
  }
  return static_cast<double>(df);
}

}  // namespace enkat::detail
