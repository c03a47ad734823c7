#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace enkat {

/// A test that some coefficients are all zero.
struct TermTest {
  double f = 0, numerator_df = 0, denominator_df = 0, p_value = 0;
};

/// Wald test of the coefficients `which`:
///
///   F = b_k' V_k^-1 b_k / k   on k and `df` degrees of freedom
///
/// Source: Korn and Graubard (1990), The American Statistician 44.  `covariance` is that of all coefficients.
/// Throws enkat::Error (design) where V_k has no inverse: fewer clusters than coefficients tested.
[[nodiscard]] TermTest wald_test(std::span<const double> coefficients, std::span<const double> covariance,
                                 std::span<const std::size_t> which, double df);

/// Working (Rao-Scott) likelihood-ratio test that the coefficients `which` are all zero:
///
///   P( sum_j a_j chi2_1 / (chi2_df / df) > X^2 ),    a = eigenvalues of V0_k^-1 V_k
///
/// `deviance_drop` X^2 is the deviance without them minus that with them; V0 the inverse information, V the covariance
/// under the design. `f` of the result is X^2.
/// Source: Lumley and Scott (2014), Tests for regression models fitted to survey data, Aust. N. Z. J. Stat. 56.
[[nodiscard]] TermTest working_likelihood_ratio_test(double deviance_drop, std::span<const double> inverse_information,
                                                     std::span<const double> covariance,
                                                     std::span<const std::size_t> which, double df);

/// t = b / se and its two-sided p value, of every coefficient.
struct CoefficientTests {
  std::vector<double> t, p_value;
};
[[nodiscard]] CoefficientTests coefficient_tests(std::span<const double> coefficients, std::span<const double> se,
                                                 double df);

}  // namespace enkat
