#pragma once
#include <string_view>
#include <vector>

#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Effective sample size capped at the number of rows:
///
///   n*df = min(n, p (1 - p) / se^2 * (t(n - 1) / t(df))^2)         (n at p = 0 and p = 1)
[[nodiscard]] double nchs_n(const ShareSample& sample);

/// The interval that NCHS prescribes for published shares: Clopper-Pearson with x = p n*df successes in n*df trials.
///
/// Source: Parker et al. (2017), NCHS Data Presentation Standards for Proportions, Vital and Health Statistics 2(175).
/// Checked by: tests/cpp/estimate/test_interval_nchs.cpp (published check values)
[[nodiscard]] Interval interval_nchs(const ShareSample& sample);

/// Whether a share may be published as reliable, and every reason against it. `present` false is status "u".
struct ShareReliability {
  bool present = false;
  bool small_base = false;            ///< n < 30
  bool small_effective_base = false;  ///< n*df < 30
  bool wide = false;                  ///< the interval is 0.30 wide or wider
  bool wide_relative = false;         ///< it is wider than 130 % of the share
  bool review = false;                ///< df < 8, or the share is 0 or 1: a statistician should look
  bool complement_wide = false;       ///< a note only: wider than 130 % of 1 - p, so 1 - p should not be printed

  /// The codes of the reasons that hold, in this order: small_base, small_effective_base, wide, wide_relative, review.
  [[nodiscard]] std::vector<std::string_view> reasons() const;
};

/// The five rules of NCHS in their order; the width is that of interval_nchs.
[[nodiscard]] ShareReliability share_reliability(const ShareSample& sample);

/// Whether an estimated count may be published: n >= 10 and the interval at most 1.60 times the estimate wide.
[[nodiscard]] bool count_is_reliable(std::int64_t n, double estimate, const Interval& interval);

}  // namespace enkat
