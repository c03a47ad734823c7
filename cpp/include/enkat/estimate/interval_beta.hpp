#pragma once
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Clopper-Pearson limits of x successes in n trials, neither of them necessarily whole:
///
///   L = BetaInv(alpha/2; x, n - x + 1), 0 at x = 0         U = BetaInv(1 - alpha/2; x + 1, n - x), 1 at x = n
[[nodiscard]] Interval clopper_pearson(double x, double n, double level);

/// Effective sample size of Korn and Graubard, not capped:
///
///   n* = p (1 - p) / se^2 * (t(n - 1) / t(df))^2           (n at p = 0 and p = 1; infinite when se = 0 elsewhere)
///
/// df is always the design's own; n counts every row of the domain.
[[nodiscard]] double korn_graubard_n(const ShareSample& sample);

/// Korn and Graubard's interval: Clopper-Pearson with x = p n* successes in n* trials.
///
/// Source: Korn and Graubard (1998), Survey Methodology 24, 193-201; R survey::svyciprop(method = "beta").
/// Checked by: tests/golden/cases/05, prop-beta*; 10, binom-* (clopper_pearson)
[[nodiscard]] Interval interval_beta(const ShareSample& sample);

}  // namespace enkat
