#include "enkat/estimate/crosstab.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "enkat/state/margins.hpp"
#include "statistics.hpp"

namespace enkat {
namespace {

using detail::Statistic;

/// Which column of the totals is the cell (r, c); r = rows or c = columns is a margin.
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

  /// The totals of one pass over the rows with their margins, which for categories are sums over cells.
  [[nodiscard]] Totals complete(Totals t) const {
    return options_ ? std::move(t) : with_margins(std::move(t), rows_, columns_);
  }

  /// A multi-select has margins of its own, because a respondent may be in several cells of a row.
  [[nodiscard]] std::int64_t at(std::int64_t group, std::int64_t r, std::int64_t c) const {
    if (!options_) return (group * (rows_ + 1) + r) * (columns_ + 1) + c;
    const std::int64_t from = group * request_.width(), cells = rows_ * columns_;
    if (r < rows_ && c < columns_) return from + r * columns_ + c;
    if (r < rows_) return from + cells + r;
    return from + cells + rows_ + c;  // the column of ones follows those of the column margin
  }

 private:
  std::int64_t rows_, columns_;
  bool options_;
  TotalsRequest request_;
};

enum class Measure { count, row_share, column_share, total_share, table_share };

/// What the measures share.
struct Pass {
  const Design& design;
  const Grid& grid;
  std::shared_ptr<const Totals> totals;
  DomainSize size;
  std::int64_t rows, columns, groups;
  std::span<const std::int32_t> whole;  ///< by group: the table it is a layer of
  int threads;
};

/// The columns of the totals that make the base of a share.
Linear base_of(const Pass& p, Measure m, std::int64_t g, std::int64_t r, std::int64_t c) {
  if (m != Measure::table_share)
    return {{p.grid.at(g, m == Measure::row_share ? r : p.rows, m == Measure::column_share ? c : p.columns), 1}};
  Linear all;
  for (std::int64_t other = 0; other < p.groups; ++other)
    if (p.whole[static_cast<std::size_t>(other)] == p.whole[static_cast<std::size_t>(g)])
      all.push_back({p.grid.at(other, p.rows, p.columns), 1});
  return all;
}

Statistic statistic_of(const Pass& p, Measure m, std::int64_t g, std::int64_t r, std::int64_t c) {
  const std::int64_t cell = p.grid.at(g, r, c);
  Statistic s;
  s.group = static_cast<std::size_t>(g);
  s.base = base_of(p, m, g, r, c);
  s.count = cell;
  if (m == Measure::count)
    s.form.numerator = {{cell, 1}};
  else if (s.base.size() == 1 && s.base[0].column == cell)
    s.shift = 1;  // the whole of its base
  else
    s.form = {{{cell, 1}}, s.base};
  return s;
}

/// A row share is a share within a domain, the respondents of the row: its interval takes their number and their
/// degrees of freedom, as the same share asked for with `by` does. Likewise a column share, and a share of all layers.
void judge_within_bases(Estimates& out, const Pass& p, const std::vector<Statistic>& statistics) {
  std::map<std::int64_t, double> known;  // by first column of the base
  for (std::size_t i = 0; i < statistics.size(); ++i) {
    const auto [at, fresh] = known.try_emplace(statistics[i].base[0].column, 0.0);
    if (fresh) at->second = detail::base_degrees_of_freedom(p.design, *p.totals, statistics[i].base);
    out.df[i] = at->second;
    out.domain_n[i] = out.n[i];
  }
}

/// The margin opposite to the base of a share is a share of the whole table, judged as such.
bool within_table(const Pass& p, Measure m, std::int64_t r, std::int64_t c) {
  return (m == Measure::row_share && r == p.rows) || (m == Measure::column_share && c == p.columns);
}

Estimates measure(const Pass& p, Measure m) {
  std::vector<Statistic> statistics;
  for (std::int64_t g = 0; g < p.groups; ++g)
    for (std::int64_t r = 0; r <= p.rows; ++r)
      for (std::int64_t c = 0; c <= p.columns; ++c) statistics.push_back(statistic_of(p, m, g, r, c));
  Estimates out = detail::finish(p.design, p.totals, p.size, statistics, p.threads);
  for (std::size_t i = 0; m != Measure::count && i < out.estimate.size(); ++i)
    if (out.n_weighted[i] == 0)  // an empty base has no share, not even the whole
      out.estimate[i] = out.se[i] = std::numeric_limits<double>::quiet_NaN();
  if (m == Measure::count || m == Measure::total_share) return out;
  const Estimates table = out;
  judge_within_bases(out, p, statistics);
  std::size_t i = 0;
  for (std::int64_t g = 0; g < p.groups; ++g)
    for (std::int64_t r = 0; r <= p.rows; ++r)
      for (std::int64_t c = 0; c <= p.columns; ++c, ++i)
        if (within_table(p, m, r, c)) {
          out.df[i] = table.df[i];
          out.domain_n[i] = table.domain_n[i];
        }
  return out;
}

}  // namespace

Crosstab detail::crosstab_of(const Design& design, Totals cells, DomainSize size, const Factor& row,
                             const Factor& column, std::span<const std::int32_t> whole, int threads) {
  const Grid grid(row, column);
  Crosstab out;
  out.rows = row.levels();
  out.columns = column.levels();
  out.groups = cells.groups;
  const Pass pass{design,          grid,     std::make_shared<const Totals>(grid.complete(std::move(cells))),
                  std::move(size), out.rows, out.columns,
                  out.groups,      whole,    threads};
  out.count = measure(pass, Measure::count);
  out.row_share = measure(pass, Measure::row_share);
  out.column_share = measure(pass, Measure::column_share);
  out.total_share = measure(pass, Measure::total_share);
  if (!whole.empty()) out.table_share = measure(pass, Measure::table_share);
  return out;
}

Crosstab crosstab(const Design& design, const Factor& row, const Factor& column, const EstimateOptions& options,
                  std::span<const std::int32_t> whole) {
  Grid grid(row, column);
  grid.request().group = options.by;
  grid.request().threads = options.threads;
  return detail::crosstab_of(design, totals(design, grid.request()), domain_sizes(design, options.by), row, column,
                             whole, options.threads);
}

}  // namespace enkat
