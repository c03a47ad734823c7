#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Symmetric interval of a share:  p -+ t(df) * se.  May leave [0, 1]; at p = 0 and p = 1 it has no width.
///
/// Source: the textbook interval; R survey::svyciprop(method = "mean").  Checked by: tests/golden/cases/05, prop-mean*
[[nodiscard]] Interval interval_wald(const ShareSample& sample);

}  // namespace enkat
