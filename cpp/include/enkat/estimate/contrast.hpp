#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace enkat {

/// A function of several estimates with its gradient, which is all that its variance needs.
struct Contrast {
  double value = 0;
  std::vector<double> gradient;  ///< one entry per estimate; NaN in `value` or here: not defined at these estimates
};

/// sum_i a_i theta_i.  Throws enkat::Error (design) when the lengths differ.
[[nodiscard]] Contrast linear_contrast(std::span<const double> coefficients, std::span<const double> estimates);

/// A contrast written as an expression of named estimates, differentiated by forward-mode dual numbers.
///
/// Operators + - * / ^ (power) and brackets; functions log, exp, sqrt; numbers; names. A name is letters, digits, _ and
/// dots ("api.stu"), not starting with a digit; any other name is written between quotes: 'E:api00' or "2".
/// Throws enkat::Error (design) that names the position, what was found and what was expected.
[[nodiscard]] Contrast evaluate_contrast(std::string_view expression, std::span<const std::string> names,
                                         std::span<const double> estimates);

/// Covariance of contrasts by the delta method:
///
///   C_ab = g_a' V g_b
///
/// g_a    gradient of contrast a          V    covariance of the estimates, m x m, row-major
///
/// Returned row-major.  A zero in a gradient drops its estimate, even if that one has no variance (NaN in V).
/// Source: Wolter (2007), Introduction to Variance Estimation, section 6.2.
/// Checked by: tests/golden/cases/04, contrast-*
[[nodiscard]] std::vector<double> contrast_covariance(std::span<const Contrast> contrasts, std::span<const double> v);

}  // namespace enkat
