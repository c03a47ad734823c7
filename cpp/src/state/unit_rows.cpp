#include "enkat/state/unit_rows.hpp"

#include <algorithm>

namespace enkat {
namespace {

/// Sums of one cell of one unit; side by side, so that both are one load, one addition and one store.
struct Sums {
  double weight = 0, square = 0;
};

/// The table of one column variable: a spare row and column take what is missing.
struct Table {
  const std::uint8_t* code;
  std::size_t levels, stride;
  std::vector<Sums> sums;
  std::vector<std::int64_t> count;
  Totals totals;
};

Totals empty_pairs(const Design& design, std::int64_t rows, std::int64_t columns) {
  Totals t;
  t.kind = TotalsKind::units;
  t.units = design.units();
  t.groups = 1;
  t.width = rows * columns;
  t.strata = static_cast<std::int64_t>(design.stages().front().strata());
  t.one_hot = true;
  const auto cells = static_cast<std::size_t>(t.width);
  t.total.assign(cells, 0);
  t.count.assign(cells, 0);
  t.square.assign(cells, 0);
  t.unit_total.assign(static_cast<std::size_t>(t.units) * cells, 0);
  return t;
}

void add_rows(Table& t, const std::uint8_t* variable, const double* weight, std::size_t from, std::size_t size) {
  Sums* const sums = t.sums.data();
  std::int64_t* const count = t.count.data();
  const std::uint8_t* const code = t.code + from;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t cell = variable[i] * t.stride + code[i];
    const double w = weight[i];
    sums[cell].weight += w;
    sums[cell].square += w * w;
    ++count[cell];
  }
}

void close_unit(Table& t, std::size_t unit, std::size_t rows) {
  const std::size_t cells = rows * t.levels;
  double* out = t.totals.unit_total.data() + unit * cells;
  for (std::size_t r = 0, at = 0; r < rows; ++r)
    for (std::size_t c = 0; c < t.levels; ++c, ++at) {
      const Sums& s = t.sums[r * t.stride + c];
      out[at] = s.weight;
      t.totals.total[at] += s.weight;
      t.totals.square[at] += s.square;
    }
  std::fill(t.sums.begin(), t.sums.end(), Sums{});
}

}  // namespace

bool takes_unit_rows(const Design& design) {
  constexpr std::int64_t rows_per_unit = 32, rows = 20000;
  if (design.rows_are_units() || design.adjustments() || design.replicates() || design.rows() < rows) return false;
  if (design.rows() / std::max<std::int64_t>(design.units(), 1) < rows_per_unit) return false;
  TotalsRequest ones;
  ones.blocks = {{}};
  const Totals t = empty_totals(design, ones);
  return t.kind == TotalsKind::units && t.occupied.empty();
}

UnitRows unit_rows(const Design& design) {
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto in = [&](std::size_t i) { return w[i] != 0 && (domain.empty() || domain[i]); };
  UnitRows out;
  out.begin.assign(static_cast<std::size_t>(design.units()) + 1, 0);
  design.unit_of_row().visit([&](auto unit) {
    for (std::size_t i = 0; i < unit.size(); ++i) out.begin[unit[i] + 1] += in(i);
    for (std::size_t u = 1; u < out.begin.size(); ++u) out.begin[u] += out.begin[u - 1];
    out.row.resize(out.begin.back());
    out.weight.resize(out.begin.back());
    std::vector<std::size_t> next(out.begin.begin(), out.begin.end() - 1);
    for (std::size_t i = 0; i < unit.size(); ++i) {
      if (!in(i)) continue;
      const std::size_t at = next[unit[i]]++;
      out.row[at] = static_cast<std::uint32_t>(i);
      out.weight[at] = w[i];
    }
  });
  return out;
}

UnitCodes in_order(const UnitRows& rows, const Codes& codes) {
  UnitCodes out{std::vector<std::uint8_t>(rows.row.size()), codes.levels()};
  codes.visit([&]<class T>(std::span<const T> v) {
    for (std::size_t i = 0; i < rows.row.size(); ++i) {
      const T code = v[rows.row[i]];
      out.code[i] = static_cast<std::uint8_t>(code == missing_code<T> ? out.levels : static_cast<std::int64_t>(code));
    }
  });
  return out;
}

UnitCodes paired(const UnitCodes& a, const UnitCodes& b) {
  UnitCodes out{std::vector<std::uint8_t>(a.code.size()), a.levels * b.levels};
  for (std::size_t i = 0; i < a.code.size(); ++i) {
    const bool missing = a.code[i] == a.levels || b.code[i] == b.levels;
    out.code[i] = static_cast<std::uint8_t>(missing ? out.levels : a.code[i] * b.levels + b.code[i]);
  }
  return out;
}

std::vector<Totals> pair_totals(const Design& design, const UnitRows& rows, const Codes& variable,
                                std::span<const UnitCodes* const> columns) {
  const UnitCodes own = in_order(rows, variable);
  const auto levels = static_cast<std::size_t>(own.levels);
  std::vector<Table> tables;
  for (const UnitCodes* c : columns) {
    const auto width = static_cast<std::size_t>(c->levels), cells = (levels + 1) * (width + 1);
    tables.push_back({c->code.data(), width, width + 1, std::vector<Sums>(cells), std::vector<std::int64_t>(cells, 0),
                      empty_pairs(design, own.levels, c->levels)});
  }
  for (std::size_t u = 0; u < rows.units(); ++u) {
    const std::size_t from = rows.begin[u], size = rows.begin[u + 1] - from;
    if (size == 0) continue;
    for (Table& t : tables) {
      add_rows(t, own.code.data() + from, rows.weight.data() + from, from, size);
      close_unit(t, u, levels);
    }
  }
  std::vector<Totals> out;
  for (Table& t : tables) {
    for (std::size_t r = 0; r < levels; ++r)
      for (std::size_t c = 0; c < t.levels; ++c) t.totals.count[r * t.levels + c] = t.count[r * t.stride + c];
    out.push_back(std::move(t.totals));
  }
  return out;
}

Totals coarser_columns(const Totals& t, std::int64_t variable_levels, const std::vector<std::int32_t>& of_column,
                       std::int64_t columns) {
  const auto rows = static_cast<std::size_t>(variable_levels), from = of_column.size();
  const auto to = static_cast<std::size_t>(columns);
  const auto coarser = [&]<class T>(const std::vector<T>& values) {
    std::vector<T> out(from ? values.size() / from * to : 0, T{0});
    for (std::size_t at = 0, r = 0; at < values.size(); at += from, ++r)
      for (std::size_t c = 0; c < from; ++c) out[r * to + static_cast<std::size_t>(of_column[c])] += values[at + c];
    return out;
  };
  Totals out;
  out.kind = t.kind;
  out.units = t.units;
  out.groups = t.groups;
  out.width = static_cast<std::int64_t>(rows * to);
  out.strata = t.strata;
  out.one_hot = true;
  out.total = coarser(t.total);
  out.count = coarser(t.count);
  out.square = coarser(t.square);
  out.unit_total = coarser(t.unit_total);
  return out;
}

}  // namespace enkat
