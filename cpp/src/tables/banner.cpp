#include "enkat/tables/banner.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "banner_parts.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/estimate/profiles.hpp"

namespace enkat {

namespace detail {
namespace {

ColumnSide side_of(const RowLines& rows, const Profile& p, std::size_t l, std::size_t column, bool share) {
  const ProfileBase& base = p.answered[column];
  const std::size_t at = p.at(l, column);
  if (share) return {p.estimate[at], base.n_effective, base.n_weighted, 0, base.n};
  return {p.estimate[at], p.n_effective[at], p.n_weighted[at], sd_of(rows, p, l, column), p.n[at]};
}

ColumnTest test_of(const ColumnSide& a, const ColumnSide& b, double variance, double shared, bool share, double df,
                   LetterMethod method) {
  if (method == LetterMethod::design) return design_test(a.estimate, b.estimate, variance, df);
  if (share) return dimensions_share_test(a, b, shared, method == LetterMethod::dimensions);
  return dimensions_mean_test(a, b);
}

}  // namespace

std::vector<Comparison> comparisons_of(const RowLines& rows, const Profile& p, std::size_t l, bool share,
                                       const std::vector<std::uint8_t>& hidden, double df, bool against_whole,
                                       const LetterOptions& options) {
  std::vector<Comparison> out;
  const std::size_t whole = p.columns - 1;
  std::vector<ColumnSide> sides;
  std::vector<std::uint8_t> fit;
  for (std::size_t c = 0; c < p.columns; ++c) {
    sides.push_back(side_of(rows, p, l, c, share));
    const double share_of = share ? sides[c].estimate : std::numeric_limits<double>::quiet_NaN();
    fit.push_back(!hidden[c] && !std::isnan(sides[c].estimate) &&
                  may_be_tested(sides[c].n_effective, share_of, options));
  }
  for (std::size_t a = 0; a < whole; ++a)
    for (std::size_t b = against_whole ? whole : a + 1; b < (against_whole ? p.columns : whole); ++b) {
      if (!fit[a] || !fit[b]) continue;
      const double variance = p.difference_variance.empty() ? 0 : p.variance_between(l, a, b);
      const double shared = p.overlap.empty() ? 0 : p.overlap[a * p.columns + b];
      Comparison c{a, b, sides[a].estimate - sides[b].estimate, std::sqrt(variance), {}, 0};
      c.test = test_of(sides[a], sides[b], variance, shared, share, df, options.method);
      out.push_back(c);
    }
  adjust(out, options.adjust);
  return out;
}

}  // namespace detail

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ProfileRequest request_of(const detail::RowLines& row, const detail::GroupColumns& group, const BannerOptions& o) {
  ProfileRequest r;
  r.row = row.variable;
  r.square = row.square.get();
  r.column = group.factor();
  r.columns = group.columns;
  r.lines = row.lines;
  r.percent = o.percent;
  const bool tested = o.compare || o.compare_total;
  r.differences = tested && o.letters.method == LetterMethod::design;
  r.overlaps = tested && o.letters.method != LetterMethod::design;
  return r;
}

BannerFigure figure_of(const BannerLine& line, const detail::RowLines& row, const Profile& p, std::size_t l,
                       std::size_t column, const BannerOptions& o) {
  const std::size_t at = p.at(l, column);
  BannerFigure f;
  f.estimate = line.measure == Measure::sd ? detail::sd_of(row, p, l, column) : p.estimate[at];
  f.se = line.measure == Measure::sd ? nan : p.se[at];
  f.df = p.df[at];
  f.count = p.count[at];
  f.n = p.n[at];
  f.n_weighted = p.n_weighted[at];
  f.n_effective = p.n_effective[at];
  const bool share = line.measure == Measure::percent;
  const Interval i = share ? share_interval(o.interval, {f.estimate, f.se, f.df, f.n, o.level, f.df})
                           : mean_interval(f.estimate, f.se, f.df, o.level);
  f.ci_low = i.low;
  f.ci_high = i.high;
  return f;
}

void hide(BannerFigure& f) { f.estimate = f.se = f.ci_low = f.ci_high = nan; }

/// Puts the figures of one group into the table; the whole is taken from the first group.
class Filler {
 public:
  Filler(BannerTable& table, const detail::RowLines& row, const BannerOptions& options, double df)
      : table_(table), row_(row), options_(options), df_(df) {}

  void add(const Profile& p, std::size_t from, bool first) {
    const std::size_t whole = p.columns - 1;
    std::vector<std::size_t> place(p.columns, 0);
    std::iota(place.begin(), place.end(), from);
    place[whole] = 0;
    std::vector<std::uint8_t> hidden;
    for (std::size_t c = 0; c < p.columns; ++c) {
      hidden.push_back(p.answered[c].n < options_.min_base);
      table_.hidden[place[c]] = hidden[c];
      table_.bases[place[c]] = p.answered[c];
    }
    for (std::size_t k = 0; k < table_.lines.size(); ++k) {
      for (std::size_t c = 0; c < p.columns; ++c)
        if (c != whole || first) {
          BannerFigure& f = figure(k, place[c]);
          f = figure_of(table_.lines[k], row_, p, shown(k), c, options_);
          if (hidden[c]) hide(f);
        }
      if (tested(k)) compare(p, k, place, hidden);
    }
  }

 private:
  [[nodiscard]] std::size_t shown(std::size_t k) const { return static_cast<std::size_t>(row_.shown[k]); }
  BannerFigure& figure(std::size_t line, std::size_t column) {
    return table_.figures[line * table_.bases.size() + column];
  }
  [[nodiscard]] bool tested(std::size_t k) const {
    const Measure m = table_.lines[k].measure;
    return m != Measure::sd && (m != Measure::percent || options_.percent == PercentBase::column);
  }

  void compare(const Profile& p, std::size_t k, const std::vector<std::size_t>& place,
               const std::vector<std::uint8_t>& hidden) {
    const bool share = table_.lines[k].measure == Measure::percent;
    const LetterOptions& o = options_.letters;
    if (options_.compare) {
      const auto pairs = detail::comparisons_of(row_, p, shown(k), share, hidden, df_, false, o);
      for (std::size_t c = 0; c + 1 < p.columns; ++c) {
        figure(k, place[c]).letters = letters_of(c, pairs, o);
        figure(k, place[c]).text = letters_text(c, pairs, o);
      }
      record(pairs, k, place);
    }
    if (options_.compare_total) {
      const auto parts = detail::comparisons_of(row_, p, shown(k), share, hidden, df_, true, o);
      for (const Comparison& c : parts) {
        const int strength = c.p_adjusted <= o.strong_level ? 2 : c.p_adjusted <= o.level ? 1 : 0;
        figure(k, place[c.a]).against_total = c.difference > 0 ? strength : -strength;
      }
      record(parts, k, place);
    }
  }
  void record(const std::vector<Comparison>& made, std::size_t k, const std::vector<std::size_t>& place) {
    for (const Comparison& c : made)
      table_.comparisons.push_back({k, place[c.a], place[c.b], c.difference,
                                    options_.letters.method == LetterMethod::design ? c.se : nan, c.test,
                                    c.p_adjusted});
  }

  BannerTable& table_;
  const detail::RowLines& row_;
  const BannerOptions& options_;
  double df_;
};

/// Answers by the whole, the fixed ones after them; nets and summaries keep their places at the end.
std::vector<std::size_t> order_of(const BannerTable& table, Sort sort) {
  std::vector<std::size_t> order(table.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (sort == Sort::none) return order;
  const auto rank = [&](std::size_t k) {
    const BannerLine& line = table.lines[k];
    if (line.role != Role::answer) return 2;
    return line.fixed || std::isnan(table.figures[k * table.bases.size()].estimate) ? 1 : 0;
  };
  const auto value = [&](std::size_t k) {
    const double v = table.figures[k * table.bases.size()].estimate;
    return sort == Sort::descending ? -v : v;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(a) != rank(b) ? rank(a) < rank(b) : rank(a) == 0 && value(a) < value(b);
  });
  return order;
}

std::vector<BannerHead> heads_of(const std::vector<BannerGroup>& groups) {
  std::vector<BannerHead> out = {{-1, "total", ""}};
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (std::size_t c = 0; c < groups[g].columns.size(); ++c)
      out.push_back({static_cast<std::int64_t>(g), groups[g].columns[c].name, letter_of(c)});
  return out;
}

/// The table of one question from its profiles over every group.
BannerTable table_of(const BannerRow& row, const detail::RowLines& lines, const std::vector<Profile>& profiles,
                     std::size_t columns, const BannerOptions& options, double df) {
  BannerTable table;
  table.name = row.name;
  table.lines = row.lines;
  table.bases.resize(columns);
  table.hidden.resize(columns);
  table.figures.resize(table.lines.size() * columns);
  Filler filler(table, lines, options, df);
  std::size_t from = 1;
  for (std::size_t g = 0; g < profiles.size(); ++g) {
    filler.add(profiles[g], from, g == 0);
    from += profiles[g].columns - 1;
  }
  table.order = order_of(table, row.sort);
  return table;
}

}  // namespace

Banner banner(const Design& design, const std::vector<BannerRow>& rows, const std::vector<BannerGroup>& groups,
              const BannerOptions& options) {
  std::vector<BannerGroup> asked = groups;
  if (asked.empty()) asked.push_back({});  // the whole alone
  std::vector<detail::GroupColumns> columns;
  for (const BannerGroup& g : asked) columns.push_back(detail::group_columns(design, g));
  std::vector<Factor> variables;
  for (const detail::GroupColumns& c : columns) variables.push_back(c.factor());
  const ColumnSet set(design, variables, options.threads);
  Banner out;
  out.columns = heads_of(groups);
  out.tables.resize(rows.size());
  const double df = design.degrees_of_freedom();
  const bool by_row = rows.size() > 1;  // else the pass over the rows takes the threads
  for_blocks(static_cast<std::int64_t>(rows.size()), options.threads, [&](std::int64_t k) {
    const BannerRow& row = rows[static_cast<std::size_t>(k)];
    const detail::RowLines lines = detail::row_lines(row, options.answers);
    std::vector<ProfileRequest> requests;
    for (const detail::GroupColumns& c : columns) {
      requests.push_back(request_of(lines, c, options));
      requests.back().threads = by_row ? 1 : options.threads;
    }
    out.tables[static_cast<std::size_t>(k)] =
        table_of(row, lines, set.profiles(design, requests), out.columns.size(), options, df);
  });
  return out;
}

}  // namespace enkat
