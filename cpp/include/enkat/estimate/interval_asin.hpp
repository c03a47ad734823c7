#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Interval on the arcsine scale, which makes the variance of a share nearly constant:
///
///   sin^2(arcsin(sqrt(p)) -+ t(df) * se / (2 sqrt(p (1 - p))))
///
/// The angle is kept within [0, pi/2].  At p = 0 and p = 1 there is no interval: both limits are NaN.
///
/// Source: reference/README, "asin interval".  Checked by: tests/golden/cases/05, prop-asin*
[[nodiscard]] Interval interval_asin(const ShareSample& sample);

}  // namespace enkat
