#include "enkat/models/ordinal.hpp"

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

/// The used rows: their columns without the constant, and the number of their response among the levels with rows.
struct Sample {
  std::vector<std::size_t> row;
  RowMatrix x;
  std::vector<Index> level;
  Index levels = 0;
  int threads = 0;
};

/// F(t) = P(y <= .) and its first two derivatives.
struct Logistic {
  double f, d, dd;
  explicit Logistic(double t) {
    const double e = std::exp(-std::abs(t)), small = e / (1 + e);
    f = t < 0 ? small : 1 - small;
    d = small / (1 + e);
    dd = d * (t < 0 ? 1 - 2 * small : 2 * small - 1);
  }
  Logistic(double value, double, double) : f(value), d(0), dd(0) {}
};

struct Likelihood {
  double value = 0;
  VectorXd gradient;
  MatrixXd information;
};

/// Adds the rows begin .. end of the log likelihood at (b, zeta), and sets their scores where asked for.
/// P = F(zeta_a - eta) - F(zeta_b - eta), a = y and b = y - 1: only these two thresholds have derivatives in a row.
void add_rows(const Sample& s, const VectorXd& theta, const std::vector<double>& w, Index begin, Index end,
              MatrixXd* score, Likelihood& out) {
  const Index p = s.x.cols();
  MatrixXd& h = out.information;
  for (Index i = begin; i < end; ++i) {
    const double weight = w[static_cast<std::size_t>(i)];
    if (weight == 0) continue;
    const Index y = s.level[static_cast<std::size_t>(i)], a = p + y, b = p + y - 1;
    const auto x = s.x.row(i).transpose();
    const double eta = x.dot(theta.head(p));
    const bool last = y == s.levels - 1, first = y == 0;
    const Logistic above = last ? Logistic(1, 0, 0) : Logistic(theta[a] - eta);
    const Logistic below = first ? Logistic(0, 0, 0) : Logistic(theta[b] - eta);
    // where both are near 1 their difference is taken from the other ends
    const double share = !last && !first && below.f > 0.5 ? Logistic(eta - theta[b]).f - Logistic(eta - theta[a]).f
                         : last                           ? Logistic(eta - theta[b]).f
                                                          : above.f - below.f;
    if (!(share > 0)) {
      out.value = -std::numeric_limits<double>::infinity();
      return;
    }
    const double ga = above.d / share, gb = below.d / share, ha = above.dd / share, hb = below.dd / share;
    const double gx = gb - ga;
    out.value += weight * std::log(share);
    out.gradient.head(p) += weight * gx * x;
    h.topLeftCorner(p, p).noalias() += (weight * (gx * gx - ha + hb)) * x * x.transpose();
    if (!last) {
      out.gradient[a] += weight * ga;
      h.col(a).head(p) += weight * (gx * ga + ha) * x;
      h(a, a) += weight * (ga * ga - ha);
    }
    if (!first) {
      out.gradient[b] -= weight * gb;
      h.col(b).head(p) -= weight * (gx * gb + hb) * x;
      h(b, b) += weight * (gb * gb + hb);
    }
    if (!first && !last) h(b, a) -= weight * ga * gb;
    if (!score) continue;
    score->row(i).head(p) = gx * x.transpose();
    if (!last) (*score)(i, a) = ga;
    if (!first) (*score)(i, b) = -gb;
  }
}

/// Log likelihood at (b, zeta), and, where asked for, each row's score.
Likelihood likelihood(const Sample& s, const VectorXd& theta, const std::vector<double>& w, MatrixXd* score) {
  constexpr std::int64_t block = 4096;
  const Index k = s.x.cols() + s.levels - 1;
  const auto rows = static_cast<std::int64_t>(s.x.rows());
  const std::int64_t lanes = lanes_for(rows, 8 * k * (k + 1));
  std::vector<Likelihood> parts(static_cast<std::size_t>(lanes));
  if (score) score->setZero(s.x.rows(), k);
  for_blocks(lanes, s.threads, [&](std::int64_t lane) {
    Likelihood& part = parts[static_cast<std::size_t>(lane)];
    part = {0, VectorXd::Zero(k), MatrixXd::Zero(k, k)};
    const std::int64_t end = lane_begin(lane + 1, lanes, rows);
    for (std::int64_t i = lane_begin(lane, lanes, rows); i < end; i += block) {
      stop_if_interrupted();
      add_rows(s, theta, w, i, std::min(i + block, end), score, part);
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
  VectorXd theta;
  MatrixXd inverse;
  double log_likelihood = 0;
  int iterations = 0;
};

Fit fitted(const Sample& s, const std::vector<std::string>& names, const std::vector<double>& w, const VectorXd& start,
           int most) {
  Fit fit{start, {}, 0, 0};
  Likelihood at = likelihood(s, fit.theta, w, nullptr);
  while (true) {
    const detail::Information information(at.information);
    if (const Index j = information.dependent(); j >= 0) {
      if (fit.iterations > 0)
        detail::refuse_growth(names, fit.theta,
                              "its coefficient grows without end: it separates the levels of the "
                              "response; merge categories or leave it out");
      const std::vector<std::string> others = information.depends_on(names);
      throw Error(ErrorCode::data,
                  others.empty() ? "is zero in every row of the model; leave it out, or merge categories"
                                 : "is a linear combination of other columns, the last one '" + others.back() +
                                       "'; leave one of them out",
                  "column '" + names[static_cast<std::size_t>(j)] + "'");
    }
    VectorXd step = information.solve(at.gradient);
    ++fit.iterations;
    if (step.cwiseAbs().maxCoeff() <= 1e-9 * std::max(1.0, fit.theta.cwiseAbs().maxCoeff())) {
      fit.theta += step;
      fit.inverse = information.inverse();
      fit.log_likelihood = at.value;
      return fit;
    }
    if (fit.iterations >= most)
      detail::refuse_growth(names, step,
                            "its coefficient has not settled; it may separate the levels of the response; "
                            "merge categories or leave it out");
    Likelihood next = likelihood(s, fit.theta + step, w, nullptr);
    for (int half = 0; half < 40 && !(next.value >= at.value - 1e-9 * std::abs(at.value)); ++half) {
      step /= 2;
      next = likelihood(s, fit.theta + step, w, nullptr);
    }
    fit.theta += step;
    at = std::move(next);
  }
}

/// d theta / d gamma, theta = (b, zeta) as given, gamma = (b, zeta_1, log(zeta_2 - zeta_1), ...).
MatrixXd slopes_of_thresholds(const VectorXd& gamma, Index p) {
  const Index k = gamma.size();
  MatrixXd out = MatrixXd::Identity(k, k);
  for (Index r = p; r < k; ++r) {
    out(r, p) = 1;
    for (Index m = p + 1; m <= r; ++m) out(r, m) = std::exp(gamma[m]);
  }
  return out;
}

/// Inverse information of theta' by OrdinalInformation::differences; theta = to theta'.
MatrixXd inverse_by_differences(const Sample& s, const VectorXd& fitted, const std::vector<double>& w,
                                const MatrixXd& to) {
  constexpr double h = 1e-3;
  const Index p = s.x.cols(), k = fitted.size();
  VectorXd gamma = to * fitted;
  for (Index r = k - 1; r > p; --r) gamma[r] = std::log(gamma[r] - gamma[r - 1]);
  const MatrixXd from = to.inverse();
  const auto score_at = [&](const VectorXd& g) -> VectorXd {
    VectorXd theta = g;
    for (Index r = p + 1; r < k; ++r) theta[r] = theta[r - 1] + std::exp(g[r]);
    return slopes_of_thresholds(g, p).transpose() *
           (from.transpose() * likelihood(s, from * theta, w, nullptr).gradient);
  };
  MatrixXd information(k, k);
  for (Index j = 0; j < k; ++j) {
    VectorXd up = gamma, down = gamma;
    up[j] += h;
    down[j] -= h;
    information.col(j) = (score_at(down) - score_at(up)) / (2 * h);
  }
  information = (0.5 * (information + information.transpose())).eval();
  const MatrixXd back = from * slopes_of_thresholds(gamma, p);
  return back * detail::Information(information).inverse() * back.transpose();
}

/// Thresholds of the model without columns: logits of the cumulated shares.
VectorXd start_of(const Sample& s, const std::vector<double>& w) {
  VectorXd share = VectorXd::Zero(s.levels);
  for (std::size_t i = 0; i < w.size(); ++i) share[s.level[i]] += w[i];
  share /= share.sum();
  VectorXd out = VectorXd::Zero(s.x.cols() + s.levels - 1);
  double below = 0;
  for (Index k = 0; k + 1 < s.levels; ++k) {
    below += share[k];
    out[s.x.cols() + k] = std::log(below / (1 - below));
  }
  return out;
}

}  // namespace

RegressionFit ordinal(const Design& design, const Categories& response, const std::vector<ModelTerm>& terms,
                      const OrdinalOptions& options) {
  if (terms.empty() || !terms[0].variables.empty())
    throw Error(ErrorCode::design, "has no constant, expected one: the thresholds take its place", "formula");
  std::vector<std::uint8_t> used = detail::usable_rows(design, {});
  for (std::size_t i = 0; i < used.size(); ++i)
    used[i] &= static_cast<std::uint8_t>(response.codes.at(static_cast<std::int64_t>(i)) >= 0);
  const ModelMatrix matrix(terms, std::move(used));
  detail::DenseRows rows = detail::dense_rows(matrix);
  const Index p = rows.x.cols() - 1;
  Sample s{rows.row, rows.x.rightCols(p), {}, 0, options.threads};
  std::vector<Index> place(response.levels.size(), -1);
  for (const std::size_t i : s.row)
    place[static_cast<std::size_t>(response.codes.at(static_cast<std::int64_t>(i)))] = 0;
  std::vector<std::string> present, names(matrix.names().begin() + 1, matrix.names().end());
  for (std::size_t l = 0; l < place.size(); ++l) {
    if (place[l] < 0) continue;
    place[l] = s.levels++;
    present.push_back(response.levels[l]);
  }
  if (s.levels < 2)
    throw Error(ErrorCode::data, "has one level among the rows of the model, expected at least two", "response");
  for (std::size_t k = 0; k + 1 < present.size(); ++k) names.push_back(present[k] + "|" + present[k + 1]);
  for (const std::size_t i : s.row)
    s.level.push_back(place[static_cast<std::size_t>(response.codes.at(static_cast<std::int64_t>(i)))]);

  // x'b of the columns as given is u'b' + c'b, c'b going to every threshold: back(0, j) is -c_j / scale_j
  const MatrixXd back = detail::unstandardised(matrix);
  const Index k = p + s.levels - 1;
  MatrixXd to = MatrixXd::Identity(k, k);
  to.topLeftCorner(p, p) = back.bottomRightCorner(p, p);
  for (Index j = p; j < k; ++j) to.row(j).head(p) = -back.row(0).tail(p);
  const auto original = [&](const VectorXd& theta) {
    const VectorXd v = to * theta;
    return std::vector<double>(v.data(), v.data() + v.size());
  };
  const auto weights_of = [&](const Design& d) {
    std::vector<double> w;
    for (const std::size_t i : s.row) w.push_back(d.weights()[i]);
    return w;
  };
  std::vector<double> w = weights_of(design);
  const double mean = std::accumulate(w.begin(), w.end(), 0.0) / static_cast<double>(w.size());
  for (double& v : w) v /= mean;
  const Fit fit = fitted(s, names, w, start_of(s, w), options.max_iterations);
  const MatrixXd inverse =
      options.information == OrdinalInformation::observed ? fit.inverse : inverse_by_differences(s, fit.theta, w, to);
  RegressionFit out;
  const Design domain = design.where(matrix.used());
  if (design.replicates()) {
    const auto refitted = in_replicates(
        design,
        [&](const Design& d) {
          return original(fitted(s, names, weights_of(d), fit.theta, options.max_iterations).theta);
        },
        options.threads);
    const std::vector<double> ones(static_cast<std::size_t>(matrix.rows()), 1);
    out.coefficients = detail::from_replicates(domain, original(fit.theta), refitted, {nullptr, ones, {}, 0},
                                               {nullptr, {}, options.threads});
  } else {
    MatrixXd score;
    (void)likelihood(s, fit.theta, w, &score);
    const MatrixXd z = score * (to * inverse).transpose() / mean;
    out.coefficients = detail::from_influence(
        domain, original(fit.theta), detail::spread_to_rows(s.row, z, matrix.rows()), {nullptr, {}, options.threads});
  }
  out.term.assign(matrix.term_of_column().begin() + 1, matrix.term_of_column().end());
  out.term.resize(names.size(), -1);
  out.names = std::move(names);
  out.design_df = out.coefficients.df[0];
  out.df_residual = out.design_df - static_cast<double>(p);
  std::fill(out.coefficients.df.begin(), out.coefficients.df.end(), out.df_residual);
  out.log_likelihood = fit.log_likelihood;
  out.inverse_information = detail::values_of(to * inverse * to.transpose());
  out.used.assign(matrix.used().begin(), matrix.used().end());
  out.iterations = fit.iterations;
  return out;
}

}  // namespace enkat
