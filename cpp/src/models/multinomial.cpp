#include "enkat/models/multinomial.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "../estimate/influence.hpp"
#include "dense_rows.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "solve.hpp"

namespace enkat {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The used rows and the number of their response: 0 is the reference.
struct Sample {
  std::vector<std::size_t> row;
  RowMatrix x;
  std::vector<Index> level;
  Index equations = 0;
  int threads = 0;
};

struct Likelihood {
  double value = 0;
  VectorXd gradient;
  MatrixXd information;
};

/// Shares p_1 .. p_E of the equations from their linear predictors, in place, and the logarithm of 1 / p of the
/// reference; the largest predictor is taken out first, so that nothing overflows.
double to_shares(Eigen::Ref<VectorXd> eta) {
  const double top = std::max(0.0, eta.maxCoeff());
  eta = (eta.array() - top).exp();
  const double sum = std::exp(-top) + eta.sum();
  eta /= sum;
  return top + std::log(sum);
}

/// Coefficients as a matrix: one column per equation.
Eigen::Map<const MatrixXd> equations_of(const VectorXd& b, Index p) { return {b.data(), p, b.size() / p}; }

/// Adds the rows begin .. end: X'R to the gradient, R the residuals, and X' diag(w p_k (1{k=l} - p_l)) X to block k, l.
void add_rows(const Sample& s, const VectorXd& b, const std::vector<double>& w, Index begin, Index end,
              Likelihood& out) {
  const Index p = s.x.cols(), e = s.equations, n = end - begin;
  const Eigen::Map<const VectorXd> weight(w.data() + begin, n);
  const auto x = s.x.middleRows(begin, n);
  MatrixXd share = x * equations_of(b, p);
  MatrixXd residual = MatrixXd::Zero(n, e);
  VectorXd of_row(e);
  for (Index i = 0; i < n; ++i) {
    if (weight[i] == 0) continue;
    const Index y = s.level[static_cast<std::size_t>(begin + i)];
    of_row = share.row(i).transpose();
    const double own = y == 0 ? 0 : of_row[y - 1];
    out.value += weight[i] * (own - to_shares(of_row));
    share.row(i) = of_row.transpose();
    if (y > 0) residual(i, y - 1) = 1;
  }
  residual = weight.asDiagonal() * (residual - share);
  Eigen::Map<MatrixXd>(out.gradient.data(), p, e).noalias() += x.transpose() * residual;
  RowMatrix weighted(n, p);
  for (Index k = 0; k < e; ++k)
    for (Index l = k; l < e; ++l) {
      const auto c = weight.array() * share.col(k).array() * ((k == l ? 1.0 : 0.0) - share.col(l).array());
      weighted.noalias() = c.matrix().asDiagonal() * x;
      out.information.block(k * p, l * p, p, p).noalias() += x.transpose() * weighted;
    }
}

/// Rows whose shares are held at a time.
constexpr std::int64_t block = 512;

Likelihood likelihood(const Sample& s, const VectorXd& b, const std::vector<double>& w) {
  const Index k = b.size();
  const auto rows = static_cast<std::int64_t>(s.x.rows());
  const std::int64_t lanes = lanes_for(rows, 8 * k * (k + 1));
  std::vector<Likelihood> parts(static_cast<std::size_t>(lanes));
  for_blocks(lanes, s.threads, [&](std::int64_t lane) {
    Likelihood& part = parts[static_cast<std::size_t>(lane)];
    part = {0, VectorXd::Zero(k), MatrixXd::Zero(k, k)};
    const std::int64_t end = lane_begin(lane + 1, lanes, rows);
    for (std::int64_t i = lane_begin(lane, lanes, rows); i < end; i += block) {
      stop_if_interrupted();
      add_rows(s, b, w, i, std::min(i + block, end), part);
    }
  });
  for (std::size_t lane = 1; lane < parts.size(); ++lane) {
    parts[0].value += parts[lane].value;
    parts[0].gradient += parts[lane].gradient;
    parts[0].information += parts[lane].information;
  }
  parts[0].information.triangularView<Eigen::StrictlyLower>() = parts[0].information.transpose();
  return std::move(parts[0]);
}

struct Fit {
  VectorXd b;
  MatrixXd inverse;
  double log_likelihood = 0;
  int iterations = 0;
};

[[noreturn]] void refuse_dependent(const detail::Information& information, Index j,
                                   const std::vector<std::string>& names, const Fit& fit) {
  if (fit.iterations > 0)
    detail::refuse_growth(names, fit.b,
                          "its coefficient grows without end: it separates the levels of the response; merge "
                          "categories or leave it out");
  const std::vector<std::string> others = information.depends_on(names);
  throw Error(ErrorCode::data,
              others.empty() ? "is zero in every row of the model; leave it out, or merge categories"
                             : "is a linear combination of other columns, the last one '" + others.back() +
                                   "'; leave one of them out",
              "column '" + names[static_cast<std::size_t>(j)] + "'");
}

/// Newton's method, halving steps that lower the likelihood.
Fit fitted(const Sample& s, const std::vector<std::string>& names, const std::vector<double>& w, const VectorXd& start,
           int most) {
  Fit fit{start, {}, 0, 0};
  Likelihood at = likelihood(s, fit.b, w);
  while (true) {
    const detail::Information information(at.information);
    if (const Index j = information.dependent(); j >= 0) refuse_dependent(information, j, names, fit);
    VectorXd step = information.solve(at.gradient);
    ++fit.iterations;
    if (step.cwiseAbs().maxCoeff() <= 1e-9 * std::max(1.0, fit.b.cwiseAbs().maxCoeff())) {
      fit.b += step;
      fit.inverse = information.inverse();
      fit.log_likelihood = at.value;
      return fit;
    }
    if (fit.iterations >= most || fit.b.cwiseAbs().maxCoeff() > 30)
      detail::refuse_growth(names, step,
                            "its coefficient has not settled; it may separate the levels of the response; merge "
                            "categories or leave it out");
    const double floor = at.value - 1e-9 * std::abs(at.value);
    Likelihood next = likelihood(s, fit.b + step, w);
    for (int half = 0; half < 40 && !(next.value >= floor); ++half) {
      step /= 2;
      next = likelihood(s, fit.b + step, w);
    }
    fit.b += step;
    at = std::move(next);
  }
}

/// Each row's score, one column per coefficient.
MatrixXd scores(const Sample& s, const VectorXd& b) {
  const Index p = s.x.cols();
  const auto coefficients = equations_of(b, p);
  MatrixXd out(s.x.rows(), b.size());
  VectorXd share(s.equations);
  for (Index i = 0; i < s.x.rows(); ++i) {
    share.noalias() = coefficients.transpose() * s.x.row(i).transpose();
    (void)to_shares(share);
    for (Index k = 0; k < s.equations; ++k)
      out.block(i, k * p, 1, p) = ((s.level[static_cast<std::size_t>(i)] == k + 1 ? 1.0 : 0.0) - share[k]) * s.x.row(i);
  }
  return out;
}

/// Levels that have rows, the reference first, and the place of every level among them (-1: none).
std::vector<Index> place_levels(const Categories& response, const std::vector<std::size_t>& rows,
                                std::int32_t reference, std::vector<std::string>& levels) {
  std::vector<Index> place(response.levels.size(), -1);
  const auto code = [&](std::size_t i) {
    return static_cast<std::size_t>(response.codes.at(static_cast<std::int64_t>(i)));
  };
  for (const std::size_t i : rows) place[code(i)] = 0;
  if (reference >= 0 && place[static_cast<std::size_t>(reference)] < 0)
    throw Error(ErrorCode::data,
                "level '" + response.levels[static_cast<std::size_t>(reference)] +
                    "' has no row in the model, expected one that has",
                "reference");
  if (reference >= 0) levels.push_back(response.levels[static_cast<std::size_t>(reference)]);
  for (std::size_t l = 0; l < place.size(); ++l) {
    if (place[l] < 0 || static_cast<std::int32_t>(l) == reference) continue;
    place[l] = static_cast<Index>(levels.size());
    levels.push_back(response.levels[l]);
  }
  if (levels.size() < 2)
    throw Error(ErrorCode::data, "has one level among the rows of the model, expected at least two", "response");
  return place;
}

/// The same matrix in every equation.
MatrixXd in_every_equation(const MatrixXd& one, Index equations) {
  const Index p = one.rows();
  MatrixXd out = MatrixXd::Zero(p * equations, p * equations);
  for (Index k = 0; k < equations; ++k) out.block(k * p, k * p, p, p) = one;
  return out;
}

std::vector<double> to_vector(const VectorXd& v) { return {v.data(), v.data() + v.size()}; }

std::vector<double> weights_of(const Sample& s, const Design& d) {
  std::vector<double> w;
  for (const std::size_t i : s.row) w.push_back(d.weights()[i]);
  const double mean = std::accumulate(w.begin(), w.end(), 0.0) / static_cast<double>(w.size());
  for (double& v : w) v /= mean;
  return w;
}

}  // namespace

Multinomial multinomial(const Design& design, const Categories& response, const std::vector<ModelTerm>& terms,
                        const MultinomialOptions& options) {
  std::vector<std::uint8_t> used = detail::usable_rows(design, {});
  for (std::size_t i = 0; i < used.size(); ++i)
    used[i] &= static_cast<std::uint8_t>(response.codes.at(static_cast<std::int64_t>(i)) >= 0);
  Multinomial out;
  out.matrix = std::make_shared<const ModelMatrix>(terms, std::move(used));
  out.columns = out.matrix->names();
  detail::DenseRows rows = detail::dense_rows(*out.matrix);
  Sample s{rows.row, std::move(rows.x), {}, 0, options.threads};
  const std::vector<Index> place = place_levels(response, s.row, options.reference, out.levels);
  for (const std::size_t i : s.row)
    s.level.push_back(place[static_cast<std::size_t>(response.codes.at(static_cast<std::int64_t>(i)))]);
  s.equations = static_cast<Index>(out.levels.size()) - 1;
  const Index p = s.x.cols();
  for (Index k = 0; k < s.equations; ++k)
    for (std::size_t j = 0; j < out.columns.size(); ++j) {
      out.fit.names.push_back(out.levels[static_cast<std::size_t>(k) + 1] + ":" + out.columns[j]);
      out.fit.term.push_back(out.matrix->term_of_column()[j]);
    }
  const std::vector<double> w = weights_of(s, design);
  const Fit fit = fitted(s, out.fit.names, w, VectorXd::Zero(p * s.equations), options.max_iterations);
  const MatrixXd back = in_every_equation(detail::unstandardised(*out.matrix), s.equations);
  const Design domain = design.where(out.matrix->used());
  const EstimateOptions how{nullptr, {}, options.threads};
  if (design.replicates()) {
    const auto refit = [&](const Design& d) {
      return to_vector(back * fitted(s, out.fit.names, weights_of(s, d), fit.b, options.max_iterations).b);
    };
    const auto again = in_replicates(design, refit, options.threads);
    const std::vector<double> ones(static_cast<std::size_t>(out.matrix->rows()), 1);
    out.fit.coefficients = detail::from_replicates(domain, to_vector(back * fit.b), again, {nullptr, ones, {}, 0}, how);
  } else {
    const double mean = design.weights()[s.row[0]] / w[0];  // influence values are for the weights of the design
    const MatrixXd z = scores(s, fit.b) * (back * fit.inverse).transpose() / mean;
    out.fit.coefficients = detail::from_influence(domain, to_vector(back * fit.b),
                                                  detail::spread_to_rows(s.row, z, out.matrix->rows()), how);
  }
  out.fit.design_df = out.fit.coefficients.df[0];
  out.fit.df_residual = out.fit.design_df + 1 - static_cast<double>(p);
  std::fill(out.fit.coefficients.df.begin(), out.fit.coefficients.df.end(), out.fit.df_residual);
  out.fit.log_likelihood = fit.log_likelihood;
  out.fit.inverse_information = detail::values_of(back * fit.inverse * back.transpose());
  out.fit.used.assign(out.matrix->used().begin(), out.matrix->used().end());
  out.fit.iterations = fit.iterations;
  return out;
}

namespace {

/// Rows of a matrix and coefficients for its standardised columns.
struct Prepared {
  detail::DenseRows rows;
  MatrixXd to_standardised;  ///< of one equation
  VectorXd b;
  Index equations = 0;
};

Prepared prepared(const ModelMatrix& matrix, std::span<const double> coefficients) {
  Prepared out{detail::dense_rows(matrix), detail::unstandardised(matrix).inverse(), {}, 0};
  const Index p = out.rows.x.cols();
  out.equations = static_cast<Index>(coefficients.size()) / p;
  if (out.equations * p != static_cast<Index>(coefficients.size()) || out.equations == 0)
    throw Error(ErrorCode::design,
                "found " + std::to_string(coefficients.size()) + " numbers, expected a multiple of the " +
                    std::to_string(p) + " columns",
                "coefficients");
  const Eigen::Map<const VectorXd> given(coefficients.data(), static_cast<Index>(coefficients.size()));
  out.b = in_every_equation(out.to_standardised, out.equations) * given;
  return out;
}

/// d p_k / d b of one row for the levels 0 (reference) .. E: levels x coefficients.
void share_gradients(const VectorXd& share, const Eigen::Ref<const VectorXd>& x, MatrixXd& out) {
  const Index e = share.size(), p = x.size();
  const double reference = 1 - share.sum();
  for (Index l = 0; l < e; ++l) {
    out.row(0).segment(l * p, p) = -reference * share[l] * x.transpose();
    for (Index k = 0; k < e; ++k)
      out.row(k + 1).segment(l * p, p) = share[k] * ((k == l ? 1.0 : 0.0) - share[l]) * x.transpose();
  }
}

/// Calls f(row of the data, shares of the equations, gradients) for every used row.
template <class F>
void for_rows(const Prepared& s, F&& f) {
  const Index p = s.rows.x.cols();
  const auto coefficients = equations_of(s.b, p);
  VectorXd share(s.equations);
  MatrixXd gradient(s.equations + 1, s.b.size());
  for (Index i = 0; i < s.rows.x.rows(); ++i) {
    const VectorXd x = s.rows.x.row(i).transpose();
    share.noalias() = coefficients.transpose() * x;
    (void)to_shares(share);
    share_gradients(share, x, gradient);
    f(s.rows.row[static_cast<std::size_t>(i)], share, gradient);
  }
}

}  // namespace

AverageShares average_shares(const ModelMatrix& matrix, std::span<const double> coefficients,
                             std::span<const double> weights) {
  const Prepared s = prepared(matrix, coefficients);
  VectorXd value = VectorXd::Zero(s.equations + 1);
  MatrixXd gradient = MatrixXd::Zero(s.equations + 1, s.b.size());
  double sum = 0;
  for_rows(s, [&](std::size_t row, const VectorXd& share, const MatrixXd& g) {
    const double w = weights[row];
    sum += w;
    value[0] += w * (1 - share.sum());
    value.tail(s.equations) += w * share;
    gradient += w * g;
  });
  const RowMatrix original = gradient * in_every_equation(s.to_standardised, s.equations) / sum;
  return {to_vector(value / sum), {original.data(), original.data() + original.size()}};
}

PredictedShares predicted_shares(const ModelMatrix& matrix, std::span<const double> coefficients,
                                 const std::vector<double>& covariance) {
  const Prepared s = prepared(matrix, coefficients);
  const Index k = s.b.size(), levels = s.equations + 1;
  const MatrixXd to = in_every_equation(s.to_standardised, s.equations);
  const MatrixXd v = to * Eigen::Map<const MatrixXd>(covariance.data(), k, k) * to.transpose();
  const std::vector<double> none(static_cast<std::size_t>(matrix.rows() * levels),
                                 std::numeric_limits<double>::quiet_NaN());
  PredictedShares out{none, none};
  for_rows(s, [&](std::size_t row, const VectorXd& share, const MatrixXd& g) {
    const std::size_t at = row * static_cast<std::size_t>(levels);
    const VectorXd variance = (g * v).cwiseProduct(g).rowwise().sum();
    for (Index l = 0; l < levels; ++l) {
      out.value[at + static_cast<std::size_t>(l)] = l == 0 ? 1 - share.sum() : share[l - 1];
      out.se[at + static_cast<std::size_t>(l)] = std::sqrt(std::max(0.0, variance[l]));
    }
  });
  return out;
}

}  // namespace enkat
