#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Interval of a correlation on Fisher's scale, so that it stays within -1 and 1:
///
///   tanh(atanh(r) -+ t(df) se / (1 - r^2))
///
/// No interval where |r| is 1. Source: Fisher (1921), Metron 1, with the design's standard error by the delta method.
[[nodiscard]] Interval interval_fisher(double r, double se, double df, double level);

}  // namespace enkat
