#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "enkat/inference/test.hpp"
#include "enkat/state/request.hpp"

namespace enkat {

/// A test of given shares with the table it is about, one entry per level.
struct FitTest {
  Test test;
  double pearson = Test::none;      ///< X^2 of the table scaled to n rows
  std::vector<double> eigenvalues;  ///< of the covariance of the Pearson residuals, increasing
  std::int64_t n = 0;               ///< rows of the domain, those with a missing value included
  std::vector<double> observed;     ///< weighted counts scaled to n
  std::vector<double> expected;     ///< n times the given shares
  std::vector<double> residual;     ///< (observed - expected) / sqrt(expected)
  std::vector<double> z;            ///< the difference over its design standard error
};

/// Goodness of fit: has a categorical variable the given shares p in the population?
///
///   x_i = (N_i - p_i N) / sqrt(p_i N),  X^2 = x'x,   a the eigenvalues of the delta-method covariance of x (all of
///   N_i and N vary)
///   chisq   P(chi2_d > X^2 / scale),  scale = sum a^2 / sum a,  d = (sum a)^2 / sum a^2         (R's svygofchisq)
///   F       X^2 / sum a on d and d nu, the second-order Rao-Scott test with the design's degrees of freedom
///   lincom, saddlepoint   P(sum a_i chi2_1 / (chi2_ddf/ddf) > X^2),  ddf = d nu
///
/// N_i estimated counts, N their sum: the statistic is of the population, as R's; `pearson` is that of n rows.
///
/// Source: Rao and Scott (1981), JASA 76, 221-230.  Throws: a multi-select variable, shares that are not positive or
/// do not sum to 1 within 1e-6, another number of shares than levels, the Wald statistics.
/// Checked by: tests/golden topic 06
[[nodiscard]] FitTest gof(const Design& design, const Factor& variable, std::span<const double> p,
                          TestStatistic statistic, int threads = 0);

}  // namespace enkat
