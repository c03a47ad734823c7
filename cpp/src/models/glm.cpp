#include "enkat/models/glm.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "../estimate/influence.hpp"
#include "cross_products.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
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
                  "found " + std::to_string(y) + " in row " + std::to_string(i) + ", expected " +
                      std::string(responses_of(family)) + " for this family",
                  model.response_name);
    sum += design.weights()[i] * y;
    weight += design.weights()[i];
  }
  return {sum / weight, static_cast<double>(x.rows_used()) / weight};
}

std::vector<double> to_vector(const Eigen::VectorXd& v) { return {v.data(), v.data() + v.size()}; }

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::MatrixXd unstandardise(const ModelMatrix& x) {
  const std::vector<double> values = x.unstandardise();
  const auto p = static_cast<Eigen::Index>(x.columns());
  return Eigen::Map<const RowMajor>(values.data(), p, p);
}

/// What a row adds to the score equations, by row, and the fit's deviance and Pearson statistic.
struct Residuals {
  std::vector<double> score;
  double deviance = 0, pearson = 0, weight = 0;
};

Residuals residuals(const detail::Problem& problem, const detail::Fit& fit, std::span<const double> w) {
  const Family& family = problem.options.family;
  Residuals out;
  out.score = detail::linear_predictor(problem.x, fit.b, problem.options.threads);
  std::vector<double> before;
  if (fit.before.size() > 0) before = detail::linear_predictor(problem.x, fit.before, problem.options.threads);
  const std::int64_t lanes = lanes_for(problem.x.rows(), 1);
  std::vector<Residuals> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, problem.options.threads, [&](std::int64_t l) {
    Residuals& own = lane[static_cast<std::size_t>(l)];
    const auto end = static_cast<std::size_t>(lane_begin(l + 1, lanes, problem.x.rows()));
    for (auto i = static_cast<std::size_t>(lane_begin(l, lanes, problem.x.rows())); i < end; ++i) {
      if (!problem.x.used()[i]) continue;
      const double eta = out.score[i] + problem.offset(i), y = problem.model.response.values[i];
      double h = 0, s = 0;
      (void)scoring_step(family, 1, &eta, &y, &h, &s);
      const double mu = mean_of(family.link, eta), variance = variance_of(family, mu);
      own.deviance += w[i] * deviance_of(family, y, mu);
      own.pearson += variance > 0 ? w[i] * (y - mu) * (y - mu) / variance : 0;
      own.weight += w[i];
      if (!before.empty()) {
        const double eta_before = before[i] + problem.offset(i);
        double h_before = 0, ignored = 0;
        (void)scoring_step(family, 1, &eta_before, &y, &h_before, &ignored);
        s *= h_before / h;
      }
      out.score[i] = s;
    }
  });
  for (const Residuals& own : lane) {
    out.deviance += own.deviance;
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

}  // namespace

Glm glm(const Design& design, const GlmModel& model, const GlmOptions& options) {
  auto matrix = std::make_shared<const ModelMatrix>(model.terms, rows_of(design, model));
  const auto [mean, scale] = check_response(design, model, options.family, *matrix);
  const detail::Problem problem{model, options, *matrix, mean, scale};
  const std::span<const double> w = design.weights();
  const detail::Fit fit = detail::fitted(problem, w, nullptr);
  const Eigen::MatrixXd back = unstandardise(*matrix);
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
    out.coefficients = detail::from_influence(used, std::move(b), influence(*matrix, rest.score, back * fit.inverse),
                                              {nullptr, {}, options.threads});
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
  out.deviance = scaled * rest.deviance;
  out.matrix = std::move(matrix);
  return out;
}

std::vector<double> linear_predictor(const ModelMatrix& matrix, std::span<const double> coefficients, int threads) {
  const auto p = static_cast<Eigen::Index>(matrix.columns());
  const Eigen::VectorXd b = Eigen::Map<const Eigen::VectorXd>(coefficients.data(), p);
  const Eigen::MatrixXd back = unstandardise(matrix);
  // standardised coefficients solve back * b' = b; `back` is triangular up to the order of columns and well scaled
  return detail::linear_predictor(matrix, back.partialPivLu().solve(b), threads);
}

std::vector<double> linear_predictor_se(const ModelMatrix& matrix, const std::vector<double>& covariance) {
  const auto p = static_cast<Eigen::Index>(matrix.columns());
  const Eigen::MatrixXd to = unstandardise(matrix).inverse();
  const Eigen::MatrixXd v = to * Eigen::Map<const RowMajor>(covariance.data(), p, p) * to.transpose();
  std::vector<double> out(static_cast<std::size_t>(matrix.rows()), 0);
  std::vector<std::vector<std::pair<Eigen::Index, double>>> entries;
  const auto n = static_cast<std::size_t>(matrix.rows());
  std::size_t row = n;
  std::vector<std::pair<Eigen::Index, double>> entry;
  const auto finish = [&] {
    double sum = 0;
    for (const auto& [a, x] : entry)
      for (const auto& [b, y] : entry) sum += x * v(a, b) * y;
    if (row < n) out[row] = std::sqrt(std::max(sum, 0.0));
    entry.clear();
  };
  detail::for_entries(matrix, 0, matrix.rows(), [&](std::size_t i, std::size_t column, double value) {
    if (i != row) finish();
    row = i;
    entry.emplace_back(static_cast<Eigen::Index>(column), value);
  });
  finish();
  return out;
}

}  // namespace enkat
