#pragma once
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Reliability of a scale made of k items, from S, the weighted covariance matrix of the items in complete rows.
///
/// Cronbach's alpha:  k/(k-1) (1 - sum_i s_ii / sum_ij s_ij).
/// Its standard error is linearised:  z_i = k/(k-1) (A/B (t_i^2 - B) / B - (sum_j d_ij^2 - A) / B) / W, with d_ij the
/// deviations of row i, t_i their sum, A = sum s_jj, B = sum s_jl, W the sum of weights.
///
/// Source: Cronbach (1951), Psychometrika 16, 297-334.
/// Throws: fewer than two items.  A scale without variance is NaN.  Checked by: tests/golden topic 07
[[nodiscard]] Estimates cronbach_alpha(const Design& design, const std::vector<const Numbers*>& items, int threads = 0);

/// McDonald's omega:  (sum l)^2 / ((sum l)^2 + sum (s_ii - l_i^2)), l the loadings of one common factor fitted to the
/// covariances by unweighted least squares: the l that make sum over i < j of (s_ij - l_i l_j)^2 smallest.
/// Its standard error is linearised through the derivatives of omega with respect to S (central differences).
///
/// Source: McDonald (1999), Test Theory: A Unified Treatment, chapter 6.
/// Throws: fewer than three items, a fit that does not converge (no common factor).
/// Checked by: tests/python/test_inference_reliability.py (a known factor model, the jackknife)
[[nodiscard]] Estimates mcdonald_omega(const Design& design, const std::vector<const Numbers*>& items, int threads = 0);

}  // namespace enkat
