#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Interval on the log odds, turned back:
///
///   expit(log(p / (1 - p)) -+ t(df) * se / (p (1 - p)))
///
/// The delta method on the log odds; R's "logit" (a quasi-binomial model with only a constant) and "xlogit" both give
/// it. At p = 0 and p = 1 the log odds are infinite and there is no interval: both limits are NaN.
///
/// Source: Lumley (2010), Complex Surveys, section 2.3.  Checked by: tests/golden/cases/05, prop-logit*, prop-xlogit*
[[nodiscard]] Interval interval_logit(const ShareSample& sample);

}  // namespace enkat
