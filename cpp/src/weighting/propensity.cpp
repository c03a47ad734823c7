#include "enkat/weighting/propensity.hpp"

#include <Eigen/QR>
#include <cmath>

namespace enkat {
namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// log-likelihood, score and information at b.
struct Likelihood {
  double value = 0;
  Eigen::VectorXd score;
  Eigen::MatrixXd information;
};

double logistic(double u) { return u >= 0 ? 1 / (1 + std::exp(-u)) : std::exp(u) / (1 + std::exp(u)); }

Likelihood likelihood(const Eigen::Map<const RowMatrix>& x, std::span<const std::uint8_t> responded,
                      std::span<const double> a, const Eigen::VectorXd& b) {
  Likelihood out{0, Eigen::VectorXd::Zero(b.size()), Eigen::MatrixXd::Zero(b.size(), b.size())};
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (a[at] == 0) continue;
    const double u = x.row(i).dot(b), p = logistic(u);
    // log(1 + e^v) without overflow, v = -u for respondents
    const double v = responded[at] ? -u : u;
    out.value -= a[at] * (v > 0 ? v + std::log1p(std::exp(-v)) : std::log1p(std::exp(v)));
    out.score.noalias() += a[at] * (responded[at] - p) * x.row(i).transpose();
    out.information.noalias() += a[at] * p * (1 - p) * x.row(i).transpose() * x.row(i);
  }
  return out;
}

}  // namespace

Propensity propensity(std::span<const double> values, std::size_t columns, std::span<const std::uint8_t> responded,
                      std::span<const double> a, const PropensityOptions& options) {
  const auto n = static_cast<Eigen::Index>(a.size()), p = static_cast<Eigen::Index>(columns);
  const Eigen::Map<const RowMatrix> given(values.data(), n, p);
  Eigen::VectorXd norm = Eigen::VectorXd::Zero(p);
  double weight = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    norm += std::abs(a[static_cast<std::size_t>(i)]) * given.row(i).transpose().cwiseAbs2();
    weight += std::abs(a[static_cast<std::size_t>(i)]);
  }
  norm = (norm / weight).cwiseSqrt().unaryExpr([](double v) { return v > 0 ? 1 / v : 0.0; });
  const RowMatrix scaled = given * norm.asDiagonal();
  const Eigen::Map<const RowMatrix> x(scaled.data(), n, p);
  Propensity out;
  Eigen::VectorXd b = Eigen::VectorXd::Zero(p);
  Likelihood now = likelihood(x, responded, a, b);
  for (; out.iterations < options.max_iterations; ++out.iterations) {
    out.converged = now.score.cwiseAbs().maxCoeff() <= options.tolerance * weight;
    if (out.converged) break;
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(p, p);
    solver.setThreshold(1e-11);
    solver.compute(now.information);
    const Eigen::VectorXd step = solver.solve(now.score);
    double length = 1;
    Likelihood next = likelihood(x, responded, a, b + step);
    while (!(next.value >= now.value - 1e-12 * std::abs(now.value)) && length > 1e-6) {
      length /= 2;
      next = likelihood(x, responded, a, b + length * step);
    }
    b += length * step;
    now = std::move(next);
  }
  out.probability.assign(a.size(), 0);
  for (Eigen::Index i = 0; i < n; ++i)
    if (a[static_cast<std::size_t>(i)] != 0) out.probability[static_cast<std::size_t>(i)] = logistic(x.row(i).dot(b));
  // separated data: the likelihood has no maximum, and some p run to 0 or 1
  for (const double q : out.probability) out.converged = out.converged && (q == 0 || (q > 1e-8 && q < 1 - 1e-8));
  b = norm.asDiagonal() * b;
  out.coefficient.assign(b.data(), b.data() + b.size());
  return out;
}

}  // namespace enkat
