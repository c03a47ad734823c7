#pragma once
#include <limits>
#include <span>

namespace enkat {

// Upper tails of a weighted sum of chi-square variables over an independent chi-square:
//
//   Q = sum_i a_i Z_i^2 / (chi2_ddf / ddf),   Z_i independent standard normal,  ddf = infinity: no denominator
//
// Coefficients may have any sign; zeros count for nothing. NaN in gives NaN; with no coefficient left Q is 0.

/// P(Q > x) to about twelve digits, in a tail of 1e-300 as well as in the middle.
///
/// With the cumulant function of Y = sum a_i Z_i^2 - (x/ddf) chi2_ddf,  P(Q > x) = P(Y > 0),
///
///   P(Y > 0) = 1/(2 pi i) integral of exp(K(s)) / s ds,   K(s) = -1/2 sum log(1 - 2 a_i s) - ddf/2 log(1 + 2 s x/ddf)
///
/// along a line right of 0 that crosses the real axis between 0 and 1/(2 max a_i). The crossing is the minimum of the
/// integrand on the real axis, hence its largest value on the path: nothing cancels, whatever the size of the result.
/// The path is bent into the hyperbola that has the singularities to its right, on which the trapezoidal rule converges
/// geometrically; the step is halved until the result rests. Below the mean the lower tail is computed and subtracted.
///
/// Source: Rice (1980), Distribution of quadratic forms in normal random variables - evaluation by numerical
/// integration, SIAM J. Sci. Stat. Comput. 1, 438-448; the inversion integral is that of Imhof (1961), Biometrika 48.
/// Cost: O(coefficients) for each of about 200 points.
/// Checked by: tests/cpp/base/test_quadratic_form.cpp (closed forms down to 1e-300), golden cases chisq-*-lincom
[[nodiscard]] double quadratic_form_upper(std::span<const double> a, double x,
                                          double ddf = std::numeric_limits<double>::infinity());

/// P(chi2_df / (chi2_ddf/ddf) > x) the same way, for x > 0 and any df > 0: F beyond the denominators for which the
/// incomplete beta function keeps its digits.
[[nodiscard]] double chi2_ratio_upper(double x, double df, double ddf);

/// Saddlepoint approximation of the same probability; its relative error stays small (a few per cent) in the tails.
///
///   P(Q > x) = Phi(-(w + log(v/w)/w)),  w = sign(z) sqrt(-2 K(z)),  v = z sqrt(K''(z)),  K'(z) = 0
///
/// Source: Kuonen (1999), Saddlepoint approximations for distributions of quadratic forms in normal variables,
/// Biometrika 86, 929-935.  All coefficients positive.  Checked by: golden cases chisq-*-saddlepoint
[[nodiscard]] double quadratic_form_saddlepoint(std::span<const double> a, double x,
                                                double ddf = std::numeric_limits<double>::infinity());

/// Satterthwaite's approximation: F on d0 and ddf (chi-square/d0 without a denominator) at x / sum a_i,
/// d0 = (sum a_i)^2 / sum a_i^2.  Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114.
[[nodiscard]] double quadratic_form_satterthwaite(std::span<const double> a, double x,
                                                  double ddf = std::numeric_limits<double>::infinity());

}  // namespace enkat
