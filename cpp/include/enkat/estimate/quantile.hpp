#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "enkat/estimate/estimates.hpp"
#include "enkat/estimate/quantile_rules.hpp"

namespace enkat {

/// How the interval of a quantile is made: Woodruff's, from an interval of the share at or below the estimate by one of
/// four methods; the score interval; or none, which saves the pass for it.
enum class QuantileInterval : std::uint8_t { mean, beta, xlogit, asin, score, none };

/// The interval of a public name: mean (also t, wald, woodruff), beta, xlogit (also logit), asin, score, none.
/// Throws enkat::Error (design) that lists the names.
[[nodiscard]] QuantileInterval parse_quantile_interval(std::string_view name);

struct QuantileOptions {
  const Codes* by = nullptr;  ///< a domain per row
  QuantileRule rule = QuantileRule::math;
  QuantileInterval interval = QuantileInterval::mean;
  double level = 0.95;
  std::optional<double> df = {};  ///< of the t quantile; by default those of the domain
  int threads = 0;
};

/// Quantiles with their intervals; one entry per domain, variable and share, the shares varying fastest.
struct Quantiles {
  Estimates estimates;  ///< se = width of the interval / (2 t); its covariance is the one that these se imply
  std::vector<double> low, high;
  std::vector<double> share;  ///< estimated share at or below the quantile
};

/// Weighted quantiles of numbers at the shares `probs`, in every domain.
///
/// Point: the rule, on rows in the order (value, row), found by selection (see QuantileRule).
/// Interval (Woodruff): F the share at or below the estimate q, (F_low, F_high) its interval under the design,
///   q_low = Q(F_low),  q_high = Q(F_high) by the same rule; no limit where F_low or F_high is outside [0, 1].
/// With replicates the interval of F is always `mean`, on their standard error.
/// Rows with a missing value in any variable are left out, and do not count for the degrees of freedom.
///
/// Source: Woodruff (1952), Confidence intervals for medians and other position measures, JASA 47; Francisco and Fuller
/// (1991), Quantile estimation with a complex survey design, Annals of Statistics 19 (score).
/// Throws: enkat::Error (design) for a share outside (0, 1).  Checked by: tests/golden topics 03 and 04.
[[nodiscard]] Quantiles quantile(const Design& design, const std::vector<const Numbers*>& variables,
                                 std::span<const double> probs, const QuantileOptions& options = {});

}  // namespace enkat
