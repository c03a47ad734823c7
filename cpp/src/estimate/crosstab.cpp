#include "enkat/estimate/crosstab.hpp"

#include <algorithm>
#include <limits>

#include "enkat/base/error.hpp"
#include "statistics.hpp"

namespace enkat {
namespace {

using detail::Statistic;

/// Which columns of the totals make the cell (r, c); r = rows or c = columns is a margin.
class Grid {
 public:
  Grid(const Factor& row, const Factor& column)
      : rows_(row.levels()), columns_(column.levels()), options_(row.options || column.options) {
    request_.blocks.push_back({Block::Kind::pairs, nullptr, row, column});
    if (!options_) return;
    request_.blocks.push_back({Block::Kind::indicators, nullptr, row, {}});
    request_.blocks.push_back({Block::Kind::indicators, nullptr, column, {}});
    request_.blocks.push_back({});
  }

  [[nodiscard]] TotalsRequest& request() { return request_; }

  /// A multi-select has margins of its own, because a respondent may be in several cells of a row.
  [[nodiscard]] Linear at(std::int64_t group, std::int64_t r, std::int64_t c) const {
    const std::int64_t from = group * request_.width(), cells = rows_ * columns_;
    if (r < rows_ && c < columns_) return {{from + r * columns_ + c, 1}};
    if (options_) {
      if (c == columns_ && r < rows_) return {{from + cells + r, 1}};
      if (c < columns_) return {{from + cells + rows_ + c, 1}};
      return {{from + cells + rows_ + columns_, 1}};
    }
    Linear sum;
    for (std::int64_t i = r < rows_ ? r : 0; i < (r < rows_ ? r + 1 : rows_); ++i)
      for (std::int64_t j = c < columns_ ? c : 0; j < (c < columns_ ? c + 1 : columns_); ++j)
        sum.push_back({from + i * columns_ + j, 1});
    return sum;
  }

 private:
  std::int64_t rows_, columns_;
  bool options_;
  TotalsRequest request_;
};

/// The margins of a table are sums over its cells, so the work grows with the square of the cells.
constexpr std::int64_t most_cells = 1500;

void check_size(const Factor& row, const Factor& column) {
  const std::int64_t r = row.levels(), c = column.levels();
  if (r * c <= most_cells) return;
  throw Error(ErrorCode::data,
              "the row variable has " + std::to_string(r) + " levels and the column variable " + std::to_string(c) +
                  ", together " + std::to_string(r * c) + " cells, expected at most " + std::to_string(most_cells) +
                  "; merge categories, for example with ek.cut, or take one of them as by= of freq",
              "crosstab");
}

enum class Measure { count, row_share, column_share, total_share };

Statistic statistic_of(const Grid& grid, Measure m, std::int64_t g, std::int64_t r, std::int64_t c, std::int64_t rows,
                       std::int64_t columns) {
  const bool by_row = m == Measure::row_share && r < rows, by_column = m == Measure::column_share && c < columns;
  const std::int64_t base_r = by_row ? r : rows, base_c = by_column ? c : columns;
  Statistic s;
  s.group = static_cast<std::size_t>(g);
  s.base = grid.at(g, base_r, base_c);
  if (m == Measure::count)
    s.form.numerator = grid.at(g, r, c);
  else if (r == base_r && c == base_c)
    s.shift = 1;  // the whole of its base
  else
    s.form = {grid.at(g, r, c), s.base};
  return s;
}

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

/// Degrees of freedom of the rows in a base: first-stage units minus strata that have one of them. Weights are not
/// negative, so a unit without such a row has total 0.
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

/// A row share is a share within a domain, the respondents of the row: its interval takes their number and their
/// degrees of freedom, as the same share asked for with `by` does. Likewise a column share.
void judge_within_bases(Estimates& out, const Design& design, const Totals& totals,
                        const std::vector<Statistic>& statistics, std::size_t from, std::size_t step,
                        std::size_t size) {
  const double df = base_degrees_of_freedom(design, totals, statistics[from].base);
  for (std::size_t k = 0; k < size; ++k) {
    out.df[from + k * step] = df;
    out.domain_n[from + k * step] = out.n[from + k * step];
  }
}

/// What the four measures share.
struct Pass {
  std::shared_ptr<const Totals> totals;
  DomainSize size;
  int threads;
};

Estimates measure(const Design& design, const Pass& pass, const Grid& grid, Measure m, const Crosstab& shape) {
  const Totals& totals = *pass.totals;
  std::vector<Statistic> statistics;
  for (std::int64_t g = 0; g < shape.groups; ++g)
    for (std::int64_t r = 0; r <= shape.rows; ++r)
      for (std::int64_t c = 0; c <= shape.columns; ++c)
        statistics.push_back(statistic_of(grid, m, g, r, c, shape.rows, shape.columns));
  Estimates out = detail::finish(design, pass.totals, pass.size, statistics, pass.threads);
  std::size_t at = 0;
  for (std::int64_t g = 0; g < shape.groups; ++g)
    for (std::int64_t r = 0; r <= shape.rows; ++r)
      for (std::int64_t c = 0; c <= shape.columns; ++c, ++at) {
        out.count[at] = 0;
        for (const Term& t : grid.at(g, r, c)) out.count[at] += totals.count[static_cast<std::size_t>(t.column)];
        if (m != Measure::count && out.n_weighted[at] == 0) {  // an empty base has no share, not even the whole
          out.estimate[at] = std::numeric_limits<double>::quiet_NaN();
          out.se[at] = out.estimate[at];
        }
      }
  const auto rows = static_cast<std::size_t>(shape.rows), columns = static_cast<std::size_t>(shape.columns);
  for (std::size_t g = 0, grid_size = (rows + 1) * (columns + 1); g < static_cast<std::size_t>(shape.groups); ++g) {
    const std::size_t first = g * grid_size;
    for (std::size_t r = 0; m == Measure::row_share && r < rows; ++r)
      judge_within_bases(out, design, totals, statistics, first + r * (columns + 1), 1, columns + 1);
    for (std::size_t c = 0; m == Measure::column_share && c < columns; ++c)
      judge_within_bases(out, design, totals, statistics, first + c, columns + 1, rows + 1);
  }
  return out;
}

}  // namespace

Crosstab crosstab(const Design& design, const Factor& row, const Factor& column, const EstimateOptions& options) {
  check_size(row, column);
  Grid grid(row, column);
  grid.request().group = options.by;
  grid.request().threads = options.threads;
  Crosstab out;
  out.rows = row.levels();
  out.columns = column.levels();
  out.groups = grid.request().groups();
  const Pass pass{std::make_shared<const Totals>(totals(design, grid.request())), domain_sizes(design, options.by),
                  options.threads};
  out.count = measure(design, pass, grid, Measure::count, out);
  out.row_share = measure(design, pass, grid, Measure::row_share, out);
  out.column_share = measure(design, pass, grid, Measure::column_share, out);
  out.total_share = measure(design, pass, grid, Measure::total_share, out);
  return out;
}

}  // namespace enkat
