#include "enkat/inference/rank_test.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <string>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/total.hpp"
#include "grouped_rows.hpp"
#include "t_of.hpp"

namespace enkat {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Weighted mean score and weight of every group.
struct Means {
  std::vector<double> mean, weight;
};

Means means_of(std::span<const double> w, const std::vector<double>& scores, const detail::GroupedRows& rows) {
  Means out{std::vector<double>(rows.groups(), 0), std::vector<double>(rows.groups(), 0)};
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (rows.used[i]) {
      const auto g = static_cast<std::size_t>(rows.group.at(static_cast<std::int64_t>(i)));
      out.weight[g] += w[i];
      out.mean[g] += w[i] * scores[i];
    }
  for (std::size_t g = 0; g < out.mean.size(); ++g) out.mean[g] /= out.weight[g];
  return out;
}

/// Influence values on the difference of group g from the first.
Numbers influence(const std::vector<double>& scores, const detail::GroupedRows& rows, const Means& m, std::size_t g) {
  std::vector<double> z(scores.size(), 0);
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (!rows.used[i]) continue;
    const auto own = static_cast<std::size_t>(rows.group.at(static_cast<std::int64_t>(i)));
    if (own == g) z[i] = (scores[i] - m.mean[g]) / m.weight[g];
    if (own == 0) z[i] = -(scores[i] - m.mean[0]) / m.weight[0];
  }
  return make_numbers(std::move(z), rows.used, "the scores");
}

Numbers as_numbers(const std::vector<double>& scores) {
  std::vector<std::uint8_t> valid(scores.size());
  std::vector<double> values(scores.size(), 0);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    valid[i] = !std::isnan(scores[i]);
    if (valid[i]) values[i] = scores[i];
  }
  return make_numbers(std::move(values), std::move(valid), "the scores");
}

Test f_of(const std::vector<double>& delta, const Covariance& v, double df) {
  const auto k = static_cast<Eigen::Index>(delta.size());
  const Eigen::MatrixXd matrix = Eigen::Map<const Eigen::MatrixXd>(v.values.data(), k, k);
  const Eigen::VectorXd d = Eigen::Map<const Eigen::VectorXd>(delta.data(), k);
  const Eigen::VectorXd solved = matrix.fullPivLu().solve(d);
  Test out;
  out.df = static_cast<double>(k);
  out.ddf = df;
  out.statistic = d.dot(solved) / out.df;
  out.p_value = f_upper(out.statistic, out.df, df);
  return out;
}

}  // namespace

RankScore parse_rank_score(std::string_view name) {
  if (name == "wilcoxon" || name == "kruskal_wallis" || name == "KruskalWallis") return RankScore::wilcoxon;
  if (name == "van_der_waerden" || name == "vanderWaerden") return RankScore::van_der_waerden;
  if (name == "median") return RankScore::median;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) +
                  "', expected 'wilcoxon', 'kruskal_wallis', 'van_der_waerden', 'median' or a function of the ranks",
              "scores");
}

double rank_score(RankScore score, double relative_rank) {
  if (std::isnan(relative_rank)) return nan;
  if (score == RankScore::van_der_waerden) return normal_quantile(relative_rank);
  return score == RankScore::median ? relative_rank > 0.5 : relative_rank;
}

std::vector<double> relative_ranks(const Design& design, const Numbers& y, const Factor& group) {
  const detail::GroupedRows rows = detail::grouped_rows(design, y, group, 2, static_cast<std::size_t>(-1));
  const std::span<const std::uint8_t> domain = design.domain();
  const auto weight = [&](std::size_t i) { return domain.empty() || domain[i] ? design.weights()[i] : 0; };
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < rows.used.size(); ++i) {
    const bool complete = (y.valid.empty() || y.valid[i]) && group.codes->at(static_cast<std::int64_t>(i)) >= 0;
    const bool counts = design.two_phase() ? rows.used[i] != 0 : domain.empty() || domain[i] || design.adjustments();
    if (complete && counts) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return y.values[a] < y.values[b]; });
  std::vector<double> out(rows.used.size(), nan);
  double cumulated = 0;
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    double sum = 0;
    for (; to < order.size() && y.values[order[to]] == y.values[order[from]]; ++to) {
      cumulated += weight(order[to]);
      sum += cumulated - weight(order[to]) / 2;
    }
    for (std::size_t k = from; k < to; ++k)
      if (rows.used[order[k]]) out[order[k]] = sum / static_cast<double>(to - from);
  }
  for (double& r : out) r /= cumulated;
  return out;
}

Test rank_test(const Design& design, const std::vector<double>& scores, const Factor& group, double level) {
  const Numbers values = as_numbers(scores);
  const detail::GroupedRows rows = detail::grouped_rows(design, values, group, 2, static_cast<std::size_t>(-1));
  const Means m = means_of(design.weights(), scores, rows);
  std::vector<Numbers> z;
  std::vector<Variable> variables;
  std::vector<double> delta;
  for (std::size_t g = 1; g < rows.groups(); ++g) {
    z.push_back(influence(scores, rows, m, g));
    delta.push_back(m.mean[g] - m.mean[0]);
  }
  for (const Numbers& column : z) variables.push_back({&column, {}});
  const Covariance v = total(design, variables).covariance();
  const double df = detail::test_df(design, rows.used, static_cast<double>(delta.size()));
  if (delta.size() == 1) return detail::t_of(delta[0], std::sqrt(v.at(0, 0)), 0, df, level);
  return f_of(delta, v, df);
}

}  // namespace enkat
