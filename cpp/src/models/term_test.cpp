#include "enkat/models/term_test.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <string>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/quadratic_form.hpp"
#include "solve.hpp"

namespace enkat {
namespace {

/// Rows and columns `which` of a square matrix.
Eigen::MatrixXd block(std::span<const double> matrix, std::span<const std::size_t> which) {
  const auto size = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(matrix.size()))));
  Eigen::MatrixXd out(which.size(), which.size());
  for (std::size_t i = 0; i < which.size(); ++i)
    for (std::size_t j = 0; j < which.size(); ++j)
      out(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = matrix[which[i] * size + which[j]];
  return out;
}

}  // namespace

TermTest wald_test(std::span<const double> coefficients, std::span<const double> covariance,
                   std::span<const std::size_t> which, double df) {
  const auto k = static_cast<Eigen::Index>(which.size());
  Eigen::VectorXd b(k);
  for (Eigen::Index i = 0; i < k; ++i) b[i] = coefficients[which[static_cast<std::size_t>(i)]];
  const Eigen::MatrixXd v = block(covariance, which);
  const detail::Information inverse(v);
  if (inverse.dependent() >= 0)
    throw Error(ErrorCode::design,
                "the covariance of these " + std::to_string(k) +
                    " coefficients has no inverse: the sample has too few clusters to test them together",
                "terms");
  const double f = b.dot(inverse.solve(b)) / static_cast<double>(k);
  return {f, static_cast<double>(k), df, f_upper(f, static_cast<double>(k), df)};
}

TermTest working_likelihood_ratio_test(double deviance_drop, std::span<const double> inverse_information,
                                       std::span<const double> covariance, std::span<const std::size_t> which,
                                       double df) {
  const Eigen::GeneralizedSelfAdjointEigenSolver<Eigen::MatrixXd> solver(
      block(covariance, which), block(inverse_information, which), Eigen::EigenvaluesOnly);
  const Eigen::VectorXd& a = solver.eigenvalues();
  const double p = quadratic_form_upper({a.data(), which.size()}, deviance_drop, df);
  return {deviance_drop, static_cast<double>(which.size()), df, p};
}

CoefficientTests coefficient_tests(std::span<const double> coefficients, std::span<const double> se, double df) {
  CoefficientTests out;
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    out.t.push_back(coefficients[j] / se[j]);
    out.p_value.push_back(t_two_sided(out.t.back(), df));
  }
  return out;
}

}  // namespace enkat
