#pragma once

namespace enkat {

// The distributions every interval and test needs, in one file because their library (Boost.Math) is slow to compile.
//
// None of these throws. An argument outside the domain (a probability outside [0, 1], degrees of freedom not above 0,
// NaN) gives NaN; a quantile at 0 or 1 gives the end of the support, which may be infinite.
// `df` may be infinite: Student's t is then the normal distribution, F the chi-square divided by its first df.
// An `upper` function is the upper tail P(X > x) computed directly, so that it stays accurate down to 1e-300.
// Accuracy: relative error below 1e-12 against R 4.2.2 (tests/cpp/base/test_distributions.cpp).

[[nodiscard]] double normal_cdf(double x);
[[nodiscard]] double normal_upper(double x);
[[nodiscard]] double normal_quantile(double p);

[[nodiscard]] double t_cdf(double x, double df);
[[nodiscard]] double t_upper(double x, double df);
[[nodiscard]] double t_quantile(double p, double df);
/// P(|T| > |x|): the p-value of a two-sided test.
[[nodiscard]] double t_two_sided(double x, double df);

[[nodiscard]] double beta_cdf(double x, double a, double b);
[[nodiscard]] double beta_upper(double x, double a, double b);
[[nodiscard]] double beta_quantile(double p, double a, double b);

[[nodiscard]] double chi2_cdf(double x, double df);
[[nodiscard]] double chi2_upper(double x, double df);

[[nodiscard]] double f_cdf(double x, double df1, double df2);
[[nodiscard]] double f_upper(double x, double df1, double df2);

/// P(X <= x) of a binomial count of n trials with success probability p.
[[nodiscard]] double binomial_cdf(double x, double n, double p);
/// P(X >= x): note that x itself is included.
[[nodiscard]] double binomial_at_least(double x, double n, double p);

}  // namespace enkat
