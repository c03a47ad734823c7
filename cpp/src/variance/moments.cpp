#include <algorithm>
#include <map>

#include "parts.hpp"

namespace enkat::detail {
namespace {

/// A statistic's terms inside one group, as (z, coefficient).
struct Part {
  std::size_t statistic;
  std::vector<Term> terms;  // column is z here
};

std::map<std::int64_t, std::vector<Part>> by_group(const std::vector<Linear>& statistics, std::int64_t width) {
  std::map<std::int64_t, std::vector<Part>> out;
  for (std::size_t j = 0; j < statistics.size(); ++j) {
    for (const Term& t : statistics[j]) {
      auto& parts = out[t.column / width];
      if (parts.empty() || parts.back().statistic != j) parts.push_back({j, {}});
      std::vector<Term>& terms = parts.back().terms;
      const auto same =
          std::find_if(terms.begin(), terms.end(), [&](const Term& s) { return s.column == t.column % width; });
      if (same == terms.end())
        terms.push_back({t.column % width, t.coefficient});
      else
        same->coefficient += t.coefficient;
    }
  }
  return out;
}

/// Sums and products of one (stratum, group).
struct MomentBlock {
  const double* first;
  const double* second;
  std::size_t width;
  bool one_hot;
  std::int64_t grid;  // columns of a grid with margins, or 0

  [[nodiscard]] double sum(const Part& p) const {
    double s = 0;
    for (const Term& t : p.terms) s += t.coefficient * first[t.column];
    return s;
  }
  [[nodiscard]] double product(const Part& p, const Part& q) const {
    double s = 0;
    for (const Term& a : p.terms) {
      for (const Term& b : q.terms) {
        const std::int64_t both = meeting(a.column, b.column);
        if (both >= 0) s += a.coefficient * b.coefficient * second[both];
      }
    }
    return s;
  }

 private:
  /// Where the products of two columns stand, -1: they share no row. Of two columns of a grid the shared rows are those
  /// of a third: the cell of row r and column c has the rows of the margins r and c alike.
  [[nodiscard]] std::int64_t meeting(std::int64_t a, std::int64_t b) const {
    if (!one_hot) return std::min(a, b) * static_cast<std::int64_t>(width) + std::max(a, b);
    if (a == b || grid == 0) return a == b ? a : -1;
    const std::int64_t last_row = static_cast<std::int64_t>(width) / grid - 1;
    const std::int64_t row = shared(a / grid, b / grid, last_row), column = shared(a % grid, b % grid, grid - 1);
    return row < 0 || column < 0 ? -1 : row * grid + column;
  }
  [[nodiscard]] static std::int64_t shared(std::int64_t a, std::int64_t b, std::int64_t all) {
    if (a == b || b == all) return a;
    return a == all ? b : -1;
  }
};

MomentBlock block_of(const Totals& t, std::int64_t stratum, std::int64_t group) {
  const auto width = static_cast<std::size_t>(t.width);
  const auto slot = static_cast<std::size_t>(stratum * t.groups + group);
  return {t.first.data() + slot * width, t.second.data() + slot * width * (t.one_hot ? 1 : width), width, t.one_hot,
          t.grid_columns};
}

/// Calls add(h, factor, centre) for every stratum that contributes: factor times (sum of squares - centre sum^2).
/// Lonely::average with a lonely stratum never comes here, see asks_for_occupied in state/totals.cpp.
template <class F>
void for_strata(const Design& design, F&& add) {
  const Stage& s = design.stages().front();
  const Lonely option = design.options().lonely;
  if (option == Lonely::fail) refuse_lonely(design, 0);
  for (std::size_t h = 0; h < s.strata(); ++h) {
    const auto n = static_cast<double>(s.sampled[h]);
    if (s.sampled[h] > 1) {
      add(static_cast<std::int64_t>(h), (1 - s.fraction[h]) * n / (n - 1), 1 / n);
    } else if (s.fraction[h] < 1) {
      const LonelyRule rule = lonely_rule(option, s.fraction[h]);
      add(static_cast<std::int64_t>(h), rule.scale, rule.centre_at_zero ? 0.0 : 1 / n);
    }
  }
}

/// Below this share of the uncentred second moment a variance is rounding noise of the sums, that is zero.
constexpr double noise = 1e-13;

}  // namespace

std::vector<double> moment_variances(const Design& design, const Totals& totals,
                                     const std::vector<Linear>& statistics) {
  const auto parts = by_group(statistics, totals.width);
  std::vector<double> v(statistics.size(), 0), raw(statistics.size(), 0), sum(statistics.size());
  for_strata(design, [&](std::int64_t h, double factor, double centre) {
    std::fill(sum.begin(), sum.end(), 0.0);
    for (const auto& [g, list] : parts) {
      const MomentBlock block = block_of(totals, h, g);
      for (const Part& p : list) {
        const double square = factor * block.product(p, p);
        v[p.statistic] += square;
        raw[p.statistic] += square;
        sum[p.statistic] += block.sum(p);
      }
    }
    for (std::size_t j = 0; j < v.size(); ++j) v[j] -= factor * centre * sum[j] * sum[j];
  });
  for (std::size_t j = 0; j < v.size(); ++j)
    if (v[j] < noise * raw[j]) v[j] = 0;
  return v;
}

Covariance moment_covariance(const Design& design, const Totals& totals, const std::vector<Linear>& statistics) {
  const auto parts = by_group(statistics, totals.width);
  const auto p = static_cast<Eigen::Index>(statistics.size());
  Matrix v = Matrix::Zero(p, p);
  Eigen::VectorXd raw = Eigen::VectorXd::Zero(p), sum(p);
  for_strata(design, [&](std::int64_t h, double factor, double centre) {
    sum.setZero();
    for (const auto& [g, list] : parts) {
      const MomentBlock block = block_of(totals, h, g);
      for (const Part& a : list) {
        const auto i = static_cast<Eigen::Index>(a.statistic);
        sum[i] += block.sum(a);
        for (const Part& b : list) v(i, static_cast<Eigen::Index>(b.statistic)) += factor * block.product(a, b);
        raw[i] += factor * block.product(a, a);
      }
    }
    v.noalias() -= factor * centre * sum * sum.transpose();
  });
  for (Eigen::Index i = 0; i < p; ++i) {
    if (v(i, i) >= noise * raw[i]) continue;
    v.row(i).setZero();
    v.col(i).setZero();
  }
  return {statistics.size(), {v.data(), v.data() + v.size()}};
}

}  // namespace enkat::detail
