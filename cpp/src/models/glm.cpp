#include "enkat/models/glm.hpp"

#include <algorithm>
#include <cmath>

#include "../estimate/influence.hpp"
#include "cross_products.hpp"
#include "dense_rows.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "score_totals.hpp"
#include "scoring.hpp"

namespace enkat {
namespace {

std::vector<std::uint8_t> rows_of(const Design& design, const GlmModel& model) {
  const auto n = static_cast<std::size_t>(design.rows());
  std::vector<std::uint8_t> used(n, 1);
  const auto keep = [&](std::span<const std::uint8_t> mask) {
    for (std::size_t i = 0; i < mask.size(); ++i) used[i] &= mask[i];
  };
  for (const Numbers* v : {&model.response, model.offset}) {
    if (!v) continue;
    if (v->size() != design.rows())
      throw Error(ErrorCode::data, "has " + std::to_string(v->size()) + " rows, expected " + std::to_string(n),
                  model.response_name);
    keep(v->valid);
  }
  keep(design.domain());
  if (!design.no_zero_weight())
    for (std::size_t i = 0; i < n; ++i) used[i] &= static_cast<std::uint8_t>(design.weights()[i] != 0);
  return used;
}

/// Checks the response and gives its weighted mean, and by what weights become 1 on average.
std::pair<double, double> check_response(const Design& design, const GlmModel& model, const Family& family,
                                         const ModelMatrix& x) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < x.used().size(); ++i) {
    if (!x.used()[i]) continue;
    const double y = model.response.values[i];
    if (!valid_response(family, y))
      throw Error(ErrorCode::data,
                  "found " + std::to_string(y) + " in row " + std::to_string(i + 1) + ", expected " +
                      std::string(responses_of(family)) + " for this family",
                  model.response_name);
    sum += design.weights()[i] * y;
    weight += design.weights()[i];
  }
  const double mean = sum / weight;
  if (std::isnan(link_of(family.link, mean)))
    throw Error(ErrorCode::design,
                "'" + std::string(name_of(family.link)) + "' is not defined at " + std::to_string(mean) +
                    ", the mean of the response, expected a link for responses of this size, as 'identity' or 'log'",
                "link");
  return {mean, static_cast<double>(x.rows_used()) / weight};
}

std::vector<double> to_vector(const Eigen::VectorXd& v) { return {v.data(), v.data() + v.size()}; }

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// What a row adds to the score equations, by row, and Pearson's statistic.
struct Residuals {
  std::vector<double> score;
  double pearson = 0, weight = 0;
};

/// One piece of rows; `before` are the predictors at which the information was taken, empty: the same.
void add_residuals(const detail::Problem& problem, std::span<const double> w, const std::vector<double>& before,
                   std::size_t begin, std::size_t end, Residuals& own, std::vector<double>& score) {
  constexpr std::size_t most = 512;
  std::array<double, most> eta, h, s, h_before, ignored;
  const double* y = problem.model.response.values.data();
  for (std::size_t at = begin; at < end; at += most) {
    const std::size_t n = std::min(most, end - at);
    for (std::size_t i = 0; i < n; ++i) eta[i] = score[at + i] + problem.offset(at + i);
    (void)scoring_step(problem.options.family, n, eta.data(), y + at, h.data(), s.data());
    if (!before.empty()) {
      for (std::size_t i = 0; i < n; ++i) eta[i] = before[at + i] + problem.offset(at + i);
      (void)scoring_step(problem.options.family, n, eta.data(), y + at, h_before.data(), ignored.data());
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (!problem.x.used()[at + i]) {
        score[at + i] = 0;
        continue;
      }
      own.pearson += h[i] > 0 ? w[at + i] * s[i] * (s[i] / h[i]) : 0;
      own.weight += w[at + i];
      score[at + i] = before.empty() || !(h[i] > 0) ? s[i] : s[i] * (h_before[i] / h[i]);
    }
  }
}

Residuals residuals(const detail::Problem& problem, const detail::Fit& fit, std::span<const double> w) {
  Residuals out;
  const int threads = problem.options.threads;
  out.score = detail::linear_predictor(problem.x, fit.b, threads);
  std::vector<double> before;
  if (fit.before.size() > 0) before = detail::linear_predictor(problem.x, fit.before, threads);
  const std::int64_t lanes = lanes_for(problem.x.rows(), 1);
  std::vector<Residuals> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, threads, [&](std::int64_t l) {
    add_residuals(problem, w, before, static_cast<std::size_t>(lane_begin(l, lanes, problem.x.rows())),
                  static_cast<std::size_t>(lane_begin(l + 1, lanes, problem.x.rows())),
                  lane[static_cast<std::size_t>(l)], out.score);
  });
  for (const Residuals& own : lane) {
    out.pearson += own.pearson;
    out.weight += own.weight;
  }
  return out;
}

/// Influence values of the coefficients, a column for each.
std::vector<Numbers> influence(const ModelMatrix& x, const std::vector<double>& score, const Eigen::MatrixXd& bread) {
  const auto n = static_cast<std::size_t>(x.rows());
  const auto p = static_cast<Eigen::Index>(x.columns());
  std::vector<std::shared_ptr<std::vector<double>>> z;
  for (Eigen::Index j = 0; j < p; ++j) z.push_back(std::make_shared<std::vector<double>>(n, 0));
  detail::for_entries(x, 0, x.rows(), [&](std::size_t i, std::size_t column, double value) {
    const double s = score[i] * value;
    for (Eigen::Index j = 0; j < p; ++j)
      (*z[static_cast<std::size_t>(j)])[i] += bread(j, static_cast<Eigen::Index>(column)) * s;
  });
  std::vector<Numbers> out;
  for (const auto& column : z) out.push_back({column, *column, {}, 0});
  return out;
}

/// Coefficients with their variance, from totals of scores where the design allows, else from influence values by row.
Estimates linearised(const Design& used, const ModelMatrix& x, std::vector<double> b, const std::vector<double>& score,
                     const Eigen::MatrixXd& bread, int threads) {
  const EstimateOptions options{nullptr, {}, threads};
  std::optional<Totals> totals = detail::score_totals(used, x, score, threads);
  if (!totals) return detail::from_influence(used, std::move(b), influence(x, score, bread), options);
  std::vector<Linear> statistics;
  for (Eigen::Index j = 0; j < bread.rows(); ++j) {
    statistics.emplace_back();
    for (Eigen::Index k = 0; k < bread.cols(); ++k) statistics.back().push_back({k + 1, bread(j, k)});
  }
  return detail::from_totals(used, std::move(b), std::make_shared<const Totals>(std::move(*totals)),
                             std::move(statistics), options);
}

}  // namespace

double Glm::deviance() const {
  const std::vector<double> eta = linear_predictor(*matrix, coefficients.estimate, 0);
  const std::span<const double> w = coefficients.source->design.weights();
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < eta.size(); ++i) {
    if (!matrix->used()[i]) continue;
    const double mu = mean_of(family.link, eta[i] + (offset ? offset->values[i] : 0));
    sum += w[i] * deviance_of(family, response.values[i], mu);
    weight += w[i];
  }
  return sum * static_cast<double>(matrix->rows_used()) / weight;
}

Glm glm(const Design& design, const GlmModel& model, const GlmOptions& options) {
  auto matrix = std::make_shared<const ModelMatrix>(model.terms, rows_of(design, model));
  const auto [mean, scale] = check_response(design, model, options.family, *matrix);
  const detail::Problem problem{model, options, *matrix, mean, scale};
  const std::span<const double> w = design.weights();
  const detail::Fit fit = detail::fitted(problem, w, nullptr);
  const Eigen::MatrixXd back = detail::unstandardised(*matrix);
  const Residuals rest = residuals(problem, fit, w);

  Glm out;
  const Design used = matrix->rows_used() == design.rows() ? design : design.where(matrix->used());
  std::vector<double> b = to_vector(back * fit.b);
  if (design.replicates()) {
    GlmOptions serial = options;  // replicates are the tasks
    serial.threads = 1;
    const detail::Problem in_one{model, serial, *matrix, mean, scale};
    const auto refitted = in_replicates(
        design, [&](const Design& one) { return to_vector(back * detail::fitted(in_one, one.weights(), &fit.b).b); },
        options.threads);
    const Numbers base{nullptr, rest.score, {}, 0};
    out.coefficients = detail::from_replicates(used, std::move(b), refitted, base, {nullptr, {}, options.threads});
  } else {
    out.coefficients = linearised(used, *matrix, std::move(b), rest.score, back * fit.inverse, options.threads);
  }
  const auto n = static_cast<double>(matrix->rows_used()), p = static_cast<double>(matrix->columns());
  const double scaled = n / rest.weight;
  out.family = options.family;
  out.design_df = out.coefficients.df.empty() ? 0 : out.coefficients.df[0];
  out.df_residual = out.design_df + 1 - p;
  std::fill(out.coefficients.df.begin(), out.coefficients.df.end(), out.df_residual);
  out.iterations = fit.iterations;
  const RowMajor inverse = back * fit.inverse * back.transpose() / scaled;
  out.inverse_information.assign(inverse.data(), inverse.data() + inverse.size());
  out.dispersion = scaled * rest.pearson / (n - p);
  out.response = model.response;
  if (model.offset) out.offset = *model.offset;
  out.matrix = std::move(matrix);
  return out;
}

}  // namespace enkat
