#pragma once
#include <cstdint>
#include <limits>
#include <string_view>

namespace enkat {

/// Two confidence limits; both NaN where the method gives none (see each method), never one of them alone.
struct Interval {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// What an interval of a share is made of.
struct ShareSample {
  double p = 0;         ///< estimated share, in [0, 1]
  double se = 0;        ///< its standard error under the design
  double df = 0;        ///< degrees of freedom of the t quantile; may be infinite
  std::int64_t n = 0;   ///< unweighted rows of the domain, those with a missing value included
  double level = 0.95;  ///< confidence level, in (0, 1)
  /// The design's own degrees of freedom, used by `beta` and `nchs` whatever `df` is; NaN: the same as `df`.
  double design_df = std::numeric_limits<double>::quiet_NaN();
};

enum class IntervalMethod : std::uint8_t { wald, logit, wilson, beta, nchs, asin, likelihood };

/// The method of a public name: t (also wald, mean), logit (xlogit), wilson, beta, nchs, asin, likelihood.
/// Throws enkat::Error (design) that lists the names.
[[nodiscard]] IntervalMethod parse_interval_method(std::string_view name);
/// The public name of a method; `wald` is called "t".
[[nodiscard]] std::string_view name_of(IntervalMethod method);

/// Interval of a share by the method asked for; every method has its own header interval_<method>.hpp.
[[nodiscard]] Interval share_interval(IntervalMethod method, const ShareSample& sample);

/// estimate -+ t(df) * se: the interval of a mean, total, ratio or contrast. NaN when df is not above 0.
[[nodiscard]] Interval mean_interval(double estimate, double se, double df, double level);

/// The quantile t(1 - (1 - level) / 2; df) of a two-sided interval.
[[nodiscard]] double two_sided_t(double level, double df);

}  // namespace enkat
