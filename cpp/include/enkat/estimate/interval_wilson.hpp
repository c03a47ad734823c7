#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Wilson's score interval with the effective sample size:
///
///   n* = p (1 - p) / se^2          (n at p = 0 and p = 1)
///   (p + t^2/(2 n*) -+ t sqrt(p (1 - p)/n* + t^2/(4 n*^2))) / (1 + t^2/n*),     t = t(df)
///
/// Source: Wilson (1927); with an effective sample size Kott and Carr (1997).
/// Checked by: tests/golden/cases/10, binom-* (simple random sample, df infinite)
[[nodiscard]] Interval interval_wilson(const ShareSample& sample);

}  // namespace enkat
