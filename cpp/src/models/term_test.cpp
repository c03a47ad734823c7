#include "enkat/models/term_test.hpp"

#include <Eigen/Core>
#include <cmath>
#include <string>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "solve.hpp"

namespace enkat {

TermTest wald_test(std::span<const double> coefficients, std::span<const double> covariance,
                   std::span<const std::size_t> which, double df) {
  const auto k = static_cast<Eigen::Index>(which.size());
  Eigen::VectorXd b(k);
  Eigen::MatrixXd v(k, k);
  for (Eigen::Index i = 0; i < k; ++i) {
    const std::size_t a = which[static_cast<std::size_t>(i)];
    b[i] = coefficients[a];
    for (Eigen::Index j = 0; j < k; ++j)
      v(i, j) = covariance[a * coefficients.size() + which[static_cast<std::size_t>(j)]];
  }
  const detail::Information inverse(v);
  if (inverse.dependent() >= 0)
    throw Error(ErrorCode::design,
                "the covariance of these " + std::to_string(k) +
                    " coefficients has no inverse: the sample has too few clusters to test them together",
                "terms");
  const double f = b.dot(inverse.solve(b)) / static_cast<double>(k);
  return {f, static_cast<double>(k), df, f_upper(f, static_cast<double>(k), df)};
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
