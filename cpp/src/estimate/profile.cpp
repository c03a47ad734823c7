#include "enkat/estimate/profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "enkat/state/margins.hpp"
#include "statistics.hpp"

namespace enkat {
namespace {

using detail::Statistic;

/// Which column of the totals is z of the row variable in a level of the banner's variable.
class Layout {
 public:
  Layout(const ProfileRequest& r, bool crossing)
      : levels_(r.column.levels()), grid_(!r.row.number && r.row.factor.codes && r.column.codes) {
    if (r.row.number) {
      z_ = r.square ? 3 : 2;
      blocks_.push_back({Block::Kind::number_in, r.row.number, r.column, {}});
      if (r.square) blocks_.push_back({Block::Kind::number_in, r.square, r.column, {}});
    } else {
      z_ = r.row.factor.levels() + 1;
      blocks_.push_back({Block::Kind::pairs, nullptr, r.row.factor, r.column});
    }
    if (!grid_) blocks_.push_back({Block::Kind::indicators, nullptr, r.column, {}});
    if (crossing) blocks_.push_back({Block::Kind::pairs, nullptr, r.column, r.column});
  }

  [[nodiscard]] Totals pass(const Design& design, int threads) const {
    TotalsRequest request;
    request.blocks = blocks_;
    request.threads = threads;
    return with_margins_of(totals(design, request));
  }
  [[nodiscard]] Totals with_margins_of(Totals t) const {
    return grid_ ? with_margins(std::move(t), z_ - 1, levels_) : t;
  }
  [[nodiscard]] std::int64_t z() const { return z_; }

  /// Sum of z over the respondents of a column.
  void add(Linear& to, std::int64_t z, const std::vector<std::int32_t>& column, double coefficient) const {
    const std::int64_t width = levels_ + (grid_ ? 1 : 0);
    if (grid_ && static_cast<std::int64_t>(column.size()) == levels_)
      to.push_back({z * width + levels_, coefficient});
    else
      for (const std::int32_t k : column) to.push_back({z * width + k, coefficient});
  }
  [[nodiscard]] Linear sum(const std::vector<double>& by_z, const std::vector<std::int32_t>& column) const {
    Linear out;
    for (std::size_t z = 0; z < by_z.size(); ++z)
      if (by_z[z] != 0) add(out, static_cast<std::int64_t>(z), column, by_z[z]);
    return out;
  }
  /// Where the respondents that two options share stand.
  [[nodiscard]] std::int64_t crossing(std::int32_t a, std::int32_t b) const { return (z_ + a) * levels_ + b; }

 private:
  std::int64_t levels_, z_ = 0;
  bool grid_;
  std::vector<Block> blocks_;
};

Statistic statistic_of(const ProfileRequest& r, const Layout& layout, const ProfileLine& line, std::size_t column) {
  const std::vector<std::int32_t>& whole = r.columns.back();
  const bool within = !line.share || r.percent == PercentBase::column;
  Statistic s;
  s.shift = line.shift;
  s.form.numerator = layout.sum(line.numerator, r.columns[column]);
  s.base = layout.sum(line.base, within ? r.columns[column] : whole);
  s.form.denominator = line.share && r.percent == PercentBase::row ? layout.sum(line.numerator, whole) : s.base;
  if (line.share && r.percent == PercentBase::row) s.base = s.form.denominator;
  return s;
}

/// Respondents, weights and effective base of the rows behind a sum of indicators.
ProfileBase base_of(const Totals& t, const Linear& base) {
  ProfileBase out;
  double squares = 0;
  for (const Term& term : base) {
    const auto k = static_cast<std::size_t>(term.column);
    out.n += t.count[k];
    out.n_weighted += t.total[k];
    squares += t.square[k];
  }
  if (squares > 0) out.n_effective = out.n_weighted * out.n_weighted / squares;
  return out;
}

std::int64_t rows_in(const Totals& t, const Linear& terms) {
  std::int64_t n = 0;
  for (const Term& term : terms) n += t.count[static_cast<std::size_t>(term.column)];
  return n;
}

/// Var(a - b) of every pair. Below this share of its parts a difference of equal columns is rounding noise, that is 0.
void add_differences(Profile& out, const Covariance& v) {
  constexpr double noise = 1e-13;
  for (std::size_t a = 0; a < v.size; ++a)
    for (std::size_t b = 0; b < v.size; ++b) {
      const double parts = v.at(a, a) + v.at(b, b), d = parts - 2 * v.at(a, b);
      out.difference_variance.push_back(a == b || d < noise * parts ? 0 : d);
    }
}

void add_line(Profile& out, const Design& design, const Totals& t, const std::vector<Statistic>& statistics,
              const ProfileRequest& r, const ProfileLine& line) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> estimate;
  for (const Statistic& s : statistics) {
    estimate.push_back(s.shift + value_of(s.form, t.total));
    const ProfileBase base = base_of(t, s.base);
    out.n.push_back(base.n);
    out.n_weighted.push_back(base.n_weighted);
    out.n_effective.push_back(base.n_effective);
    out.count.push_back(line.share ? rows_in(t, s.form.numerator) : out.n.back());
  }
  std::vector<double> variance;
  if (r.differences) {
    const Covariance v = detail::covariance_of(design, t, statistics, estimate);
    for (std::size_t c = 0; c < statistics.size(); ++c) variance.push_back(v.at(c, c));
    add_differences(out, v);
  } else {
    variance = detail::variances_of(design, t, statistics, estimate);
  }
  for (std::size_t c = 0; c < estimate.size(); ++c)
    out.se.push_back(std::isnan(estimate[c]) ? nan : std::sqrt(variance[c]));
  out.estimate.insert(out.estimate.end(), estimate.begin(), estimate.end());
}

/// Effective bases of shared respondents: sums over the levels that both columns add up, or the crossing of options.
std::vector<double> overlaps(const Totals& t, const Layout& layout, const ProfileRequest& r) {
  const std::int64_t answered = layout.z() - 1;
  std::vector<double> out;
  for (const auto& a : r.columns)
    for (const auto& b : r.columns) {
      Linear shared;
      if (r.column.options) {
        shared.push_back({layout.crossing(a[0], b[0]), 1});
      } else {
        for (const std::int32_t k : a)
          if (std::find(b.begin(), b.end(), k) != b.end()) layout.add(shared, answered, {k}, 1);
      }
      out.push_back(base_of(t, shared).n_effective);
    }
  return out;
}

Profile profile_of(const Design& design, const ProfileRequest& r, const Layout& layout, const Totals& t) {
  Profile out;
  out.lines = r.lines.size();
  out.columns = r.columns.size();
  std::vector<double> answered(static_cast<std::size_t>(layout.z()), 0);
  answered.back() = 1;
  for (const auto& column : r.columns) {
    const Linear everyone = layout.sum(answered, column);
    out.answered.push_back(base_of(t, everyone));
    out.answered.back().df = detail::base_degrees_of_freedom(design, t, everyone);
  }
  for (const ProfileLine& line : r.lines) {
    std::vector<Statistic> statistics;
    for (std::size_t c = 0; c < out.columns; ++c) statistics.push_back(statistic_of(r, layout, line, c));
    add_line(out, design, t, statistics, r, line);
    const bool within = !line.share || r.percent == PercentBase::column;
    for (std::size_t c = 0; c < out.columns; ++c) out.df.push_back((within ? out.answered[c] : out.answered.back()).df);
  }
  if (r.overlaps) out.overlap = overlaps(t, layout, r);
  return out;
}

}  // namespace

Profile profile(const Design& design, const ProfileRequest& r) {
  const Layout layout(r, r.overlaps && r.column.options);
  return profile_of(design, r, layout, layout.pass(design, r.threads));
}

Profile profile(const Design& design, const ProfileRequest& r, Totals pairs) {
  const Layout layout(r, false);
  return profile_of(design, r, layout, layout.with_margins_of(std::move(pairs)));
}

}  // namespace enkat
