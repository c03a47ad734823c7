#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Likelihood-ratio interval with the likelihood of n independent answers shrunk by the design effect:
///
///   { q : 2 n KL(p || q) / deff <= t(df)^2 }       KL(p || q) = p log(p/q) + (1 - p) log((1 - p)/(1 - q))
///   deff = se^2 n^2 / ((n - 1) p (1 - p))
///
/// Found by bisection to the last digit.  At p = 0 and p = 1 there is no design effect: both limits are NaN.
///
/// Source: reference/README, "Likelihood interval" (Rao and Scott 1984 for the scaled likelihood).
/// Checked by: tests/golden/cases/05, prop-likelihood* (R interpolates, hence 1e-4)
[[nodiscard]] Interval interval_likelihood(const ShareSample& sample);

}  // namespace enkat
