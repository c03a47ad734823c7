#include "mapped_totals.hpp"

#include <algorithm>

namespace enkat::detail {
namespace {

std::size_t place(std::span<const std::int32_t> map, std::size_t i) {
  return map.empty() ? i : static_cast<std::size_t>(map[i]);
}

/// Blocks of one number per column, one block after the other.
template <class T>
void add_blocks(std::vector<T>& to, std::size_t to_columns, const std::vector<T>& from, std::size_t from_columns,
                std::span<const std::int64_t> column, std::span<const std::int32_t> block) {
  if (from_columns == 0) return;
  for (std::size_t b = 0; b < from.size() / from_columns; ++b) {
    T* const out = to.data() + place(block, b) * to_columns;
    const T* const in = from.data() + b * from_columns;
    for (std::size_t c = 0; c < from_columns; ++c)
      if (column[c] >= 0) out[column[c]] += in[c];
  }
}

/// Products of the columns of a group, by stratum: the upper half.
void add_products(Totals& to, const Totals& from, const TotalsMap& map) {
  const auto width = static_cast<std::size_t>(from.width), to_width = static_cast<std::size_t>(to.width);
  const std::size_t slots = width ? from.second.size() / (width * width) : 0;
  const auto groups = static_cast<std::size_t>(from.groups), to_groups = static_cast<std::size_t>(to.groups);
  for (std::size_t s = 0; s < slots; ++s) {
    const std::size_t h = s / groups, g = s % groups;
    for (std::size_t a = 0; a < width; ++a)
      for (std::size_t b = a; b < width; ++b) {
        const std::int64_t x = map.column[g * width + a], y = map.column[g * width + b];
        if (x < 0 || y < 0) continue;
        const auto low = static_cast<std::size_t>(std::min(x, y)), high = static_cast<std::size_t>(std::max(x, y));
        const std::size_t slot = place(map.stratum, h) * to_groups + low / to_width;
        to.second[(slot * to_width + low % to_width) * to_width + high % to_width] +=
            from.second[(s * width + a) * width + b];
      }
  }
}

}  // namespace

void add_mapped(Totals& to, const Totals& from, const TotalsMap& map) {
  const auto columns = static_cast<std::size_t>(from.columns()), to_columns = static_cast<std::size_t>(to.columns());
  add_blocks(to.count, to_columns, from.count, columns, map.column, {});
  add_blocks(to.square, to_columns, from.square, columns, map.column, {});
  add_blocks(to.unit_total, to_columns, from.unit_total, columns, map.column, map.unit);
  add_blocks(to.first, to_columns, from.first, columns, map.column, map.stratum);
  add_blocks(to.cell_plain, to_columns, from.cell_plain, columns, map.column, {});
  add_blocks(to.cell_sum, to_columns, from.cell_sum, columns, map.column, {});
  if (from.one_hot)
    add_blocks(to.second, to_columns, from.second, columns, map.column, map.stratum);
  else
    add_products(to, from, map);
  for (std::size_t i = 0; i < from.occupied.size() && columns > 0; ++i) {
    const std::size_t u = i / static_cast<std::size_t>(from.groups), g = i % static_cast<std::size_t>(from.groups);
    const std::int64_t column = map.column[g * static_cast<std::size_t>(from.width)];
    if (column >= 0)
      to.occupied[place(map.unit, u) * static_cast<std::size_t>(to.groups) +
                  static_cast<std::size_t>(column / to.width)] |= from.occupied[i];
  }
}

void extend(Totals& t, std::int64_t units, std::int64_t strata) {
  const auto columns = static_cast<std::size_t>(t.columns());
  if (t.kind == TotalsKind::units) {
    t.units = units;
    t.unit_total.resize(static_cast<std::size_t>(units) * columns, 0);
    if (!t.occupied.empty()) t.occupied.resize(static_cast<std::size_t>(units * t.groups), 0);
  } else {
    t.first.resize(static_cast<std::size_t>(strata) * columns, 0);
    t.second.resize(t.first.size() * (t.one_hot ? 1 : static_cast<std::size_t>(t.width)), 0);
  }
  t.strata = strata;
}

void sum_columns(Totals& t) {
  const auto columns = static_cast<std::size_t>(t.columns());
  const std::vector<double>& from = t.kind == TotalsKind::units ? t.unit_total : t.first;
  t.total.assign(columns, 0);
  for (std::size_t at = 0; columns > 0 && at < from.size(); at += columns)
    for (std::size_t c = 0; c < columns; ++c) t.total[c] += from[at + c];
}

}  // namespace enkat::detail
