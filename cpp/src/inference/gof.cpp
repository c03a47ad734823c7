#include "enkat/inference/gof.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <numeric>
#include <string>

#include "../estimate/statistics.hpp"
#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"
#include "enkat/base/quadratic_form.hpp"
#include "enkat/estimate/total.hpp"

namespace enkat {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The shares, checked and made to sum to 1 exactly.
VectorXd checked(const Factor& variable, std::span<const double> p, TestStatistic statistic) {
  if (statistic == TestStatistic::wald || statistic == TestStatistic::adjusted_wald)
    throw Error(ErrorCode::design, "found a Wald statistic, expected 'chisq', 'F', 'lincom' or 'saddlepoint'",
                "statistic");
  if (variable.options)
    throw Error(ErrorCode::design, "is a multi-select question, whose shares do not sum to 1; expected a single choice",
                "variable");
  const auto levels = static_cast<std::size_t>(variable.levels());
  if (p.size() != levels || levels < 2)
    throw Error(ErrorCode::design,
                "found " + std::to_string(p.size()) + " shares for a variable with " + std::to_string(levels) +
                    " levels, expected one for each and at least 2",
                "p");
  double sum = 0;
  for (const double v : p) {
    if (!(v > 0 && v < 1))
      throw Error(ErrorCode::design, "found " + number_text(v) + ", expected shares between 0 and 1", "p");
    sum += v;
  }
  if (std::abs(sum - 1) > 1e-6)
    throw Error(ErrorCode::design, "the shares sum to " + number_text(sum) + ", expected 1", "p");
  return Eigen::Map<const VectorXd>(p.data(), static_cast<Eigen::Index>(p.size())) / sum;
}

Test tested(double x2, const std::vector<double>& a, double nu, TestStatistic statistic) {
  const double sum = std::accumulate(a.begin(), a.end(), 0.0);
  const double squares = std::inner_product(a.begin(), a.end(), a.begin(), 0.0);
  const double d = sum * sum / squares, ddf = d * nu;
  Test out;
  out.statistic = x2;
  switch (statistic) {
    case TestStatistic::chisq:
      out.scale = squares / sum;
      out.df = d;
      out.p_value = chi2_upper(x2 / out.scale, d);
      break;
    case TestStatistic::f:
      out.statistic = x2 / sum;
      out.df = d;
      out.ddf = ddf;
      out.p_value = f_upper(out.statistic, d, ddf);
      break;
    case TestStatistic::saddlepoint:
      out.ddf = ddf;
      out.p_value = quadratic_form_saddlepoint(a, x2, ddf);
      break;
    default:
      out.ddf = ddf;
      out.p_value = quadratic_form_upper(a, x2, ddf);
  }
  return out;
}

}  // namespace

FitTest gof(const Design& design, const Factor& variable, std::span<const double> p, TestStatistic statistic,
            int threads) {
  const VectorXd share = checked(variable, p, statistic);
  const Estimates counts = total(design, {Variable{nullptr, variable}}, {nullptr, DesignEffect::none, threads});
  const Eigen::Index k = share.size();
  const Covariance covariance = counts.covariance();
  const MatrixXd v = Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(covariance.values.data(), k, k);
  const VectorXd count = Eigen::Map<const VectorXd>(counts.estimate.data(), k);
  const double whole = count.sum();
  if (!(whole > 0))
    throw Error(ErrorCode::data, "no row of non-zero weight in the domain has a value, expected at least one",
                "variable");
  const VectorXd expected = whole * share, gap = count - expected, root = expected.cwiseSqrt();
  const MatrixXd of_gap = MatrixXd::Identity(k, k) - share * VectorXd::Ones(k).transpose();
  MatrixXd of_residual = root.cwiseInverse().asDiagonal() * of_gap;
  of_residual.colwise() -= (gap.array() * share.array() / (2 * expected.array() * root.array())).matrix();

  FitTest out;
  out.n = domain_rows(design);
  const double to_n = static_cast<double>(out.n) / whole;
  const VectorXd z = gap.array() / (of_gap * v * of_gap.transpose()).diagonal().array().sqrt();
  const VectorXd residual = gap.cwiseQuotient(root);
  const double x2 = residual.squaredNorm();
  out.pearson = x2 * to_n;
  for (Eigen::Index i = 0; i < k; ++i) {
    out.observed.push_back(count(i) * to_n);
    out.expected.push_back(expected(i) * to_n);
    out.residual.push_back(residual(i) * std::sqrt(to_n));
    out.z.push_back(z(i));
  }
  VectorXd a =
      Eigen::SelfAdjointEigenSolver<MatrixXd>(of_residual * v * of_residual.transpose(), Eigen::EigenvaluesOnly)
          .eigenvalues();
  a = (a.array().abs() < 1e-12 * a.array().abs().maxCoeff()).select(0, a);  // counts less their sum: one is zero
  out.eigenvalues.assign(a.begin(), a.end());
  out.test = tested(x2, out.eigenvalues, table_degrees_of_freedom(design), statistic);
  return out;
}

}  // namespace enkat
