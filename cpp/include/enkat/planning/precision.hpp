#pragma once
#include <limits>

namespace enkat {

/// What every plan of one mean or share is made with.
struct PrecisionOptions {
  double level = 0.95;                                          ///< of the interval
  double deff = 1;                                              ///< variance over that of a simple random sample
  double population = std::numeric_limits<double>::infinity();  ///< units; infinite: no correction
  double df = std::numeric_limits<double>::infinity();          ///< of the quantile: t, or normal where infinite
};

/// Standard error of a mean of n units:
///
///   se = sqrt(deff (1 - n/N) S^2 / n)
///
/// S^2   variance in the population, with divisor N - 1      N   units of the population, n of the sample
///
/// Source: Cochran (1977), Sampling Techniques, 2.6.  Throws: n not in (0, N], S^2 negative.
/// Checked by: tests/cpp/planning/test_precision.cpp
[[nodiscard]] double planned_se(double variance, double n, const PrecisionOptions& options = {});

/// The sample size that reaches a standard error, not rounded: n = deff S^2 / (se^2 + deff S^2 / N).
/// Source: Cochran (1977), 4.4 and 4.6: n0 / (1 + n0/N).
[[nodiscard]] double size_for_se(double variance, double se, const PrecisionOptions& options = {});

/// Half the length of the interval per standard error: the quantile of t or the normal distribution at (1 + level)/2.
[[nodiscard]] double margin_per_se(const PrecisionOptions& options);

/// S^2 of a share p: N/(N-1) p (1-p).
[[nodiscard]] double variance_of_share(double p, double population);

/// Half the length of Wilson's (score) interval of a share p from n units, m = n / (deff (1 - n/N)) of them effective,
/// and the size for which it is a given number (m solved in closed form, then n):
///
///   margin = z sqrt(p (1-p)/m + z^2/(4 m^2)) / (1 + z^2/m)
///   m      = z^2/(2 e^2) (p(1-p) - 2 e^2 + sqrt(e^2 - 4 e^2 p(1-p) + p^2 (1-p)^2))
///
/// Source: Wilson (1927), JASA 22; Newcombe (1998), Statistics in Medicine 17.
[[nodiscard]] double wilson_margin(double p, double n, const PrecisionOptions& options = {});
[[nodiscard]] double size_for_wilson_margin(double p, double margin, const PrecisionOptions& options = {});

/// The design effect of clusters and unequal weights:
///
///   (1 + cv_w^2) (1 + (m (1 + cv_m^2) - 1) rho)
///
/// m, cv_m   mean and coefficient of variation of the cluster sizes      rho   correlation within clusters
/// cv_w      coefficient of variation of the weights
///
/// Source: Kish (1965), Survey Sampling, 5.4 and 11.7; Gabler, Haeder and Lahiri (1999), Survey Methodology 25.
[[nodiscard]] double planned_design_effect(double cluster_size, double rho, double cv_of_sizes = 0,
                                           double cv_of_weights = 0);

/// Units per cluster that give the least variance for the money: sqrt(c1/c2 (1 - rho)/rho), at least 1.
/// c1 is the cost of a cluster, c2 that of a unit. Source: Cochran (1977), 10.6; Hansen, Hurwitz and Madow (1953).
[[nodiscard]] double best_cluster_size(double cluster_cost, double unit_cost, double rho);

}  // namespace enkat
