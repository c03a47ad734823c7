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

/// t = b / se and its two-sided p value, of every coefficient.
struct CoefficientTests {
  std::vector<double> t, p_value;
};
[[nodiscard]] CoefficientTests coefficient_tests(std::span<const double> coefficients, std::span<const double> se,
                                                 double df);

}  // namespace enkat
