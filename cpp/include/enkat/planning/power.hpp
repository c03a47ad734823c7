#pragma once
#include <limits>

namespace enkat {

/// What every plan of a comparison of two groups, or of two rounds of a survey, is made with.
struct ComparisonOptions {
  double alpha = 0.05;     ///< chance of a false alarm
  bool two_sided = true;   ///< else in the direction of the difference
  double ratio = 1;        ///< n2 / n1
  double deff = 1;         ///< of both groups
  double overlap = 0;      ///< share of the first sample that is also in the second (a panel), at most min(1, n2/n1)
  double correlation = 0;  ///< of the variable between both, in the same units
  double population1 = std::numeric_limits<double>::infinity();
  double population2 = std::numeric_limits<double>::infinity();
  double df = 0;  ///< of the test: 0 is n1 + n2 - 2 (for means); infinite: the normal distribution
};

/// Power of a t test of the difference of two means with n1 units in the first group:
///
///   V = deff (S1^2/n1 (1 - n1/N1) + S2^2/n2 (1 - n2/N2) - 2 overlap rho S1 S2/n2),   n2 = ratio n1
///   power = P(|T| > t),   T noncentral t around difference / sqrt(V),   t its quantile under no difference
///
/// Source: Cohen (1988), Statistical Power Analysis, ch. 2; Valliant, Dever and Kreuter (2013), Practical Tools for
/// Designing and Weighting Survey Samples, ch. 4.  Both tails count.
/// Checked by: tests/cpp/planning/test_power.cpp (R's power.t.test with strict = TRUE)
[[nodiscard]] double power_of_means(double difference, double sd1, double sd2, double n1,
                                    const ComparisonOptions& options = {});
/// n1, not rounded, for a power; the difference that is found with a power.
/// Throws: a power that even the whole populations do not give.
[[nodiscard]] double size_for_means(double difference, double sd1, double sd2, double power,
                                    const ComparisonOptions& options = {});
[[nodiscard]] double detectable_means(double sd1, double sd2, double n1, double power,
                                      const ComparisonOptions& options = {});

/// Power of a test of the difference of two shares, the pooled share p = (p1 + ratio p2)/(1 + ratio) under no
/// difference; V as above with S^2 = p (1-p), V0 with the pooled share in both:
///
///   power = Phi((|p1 - p2| - z sqrt(V0)) / sqrt(V))   and the other tail
///
/// Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, ch. 4.
/// Checked by: R's power.prop.test with strict = TRUE.
[[nodiscard]] double power_of_shares(double p1, double p2, double n1, const ComparisonOptions& options = {});
[[nodiscard]] double size_for_shares(double p1, double p2, double power, const ComparisonOptions& options = {});
/// The share p2 over p1 (or under it, `above` false) that is told from p1 with a power.
[[nodiscard]] double detectable_share(double p1, bool above, double n1, double power,
                                      const ComparisonOptions& options = {});

}  // namespace enkat
