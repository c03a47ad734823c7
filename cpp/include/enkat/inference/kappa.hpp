#pragma once
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Agreement of two ratings on the same k levels beyond chance: Cohen's kappa, weighted or not.
///
///   kappa = (po - pe) / (1 - pe),   po = sum_ij a_ij p_ij,   pe = sum_ij a_ij p_i. p_.j
///
/// p estimated shares; a_ij the agreement of levels i and j, row-major k x k: 1 on the diagonal and 0 elsewhere for the
/// plain kappa. The standard error is by the delta method on the design covariance of the shares.
///
/// Source: Cohen (1968), Psychological Bulletin 70, 213-220.  One estimate, without source: its covariance is se^2.
/// Throws: other than k levels on both sides, a multi-select.  Checked by: tests/golden topic 07
[[nodiscard]] Estimates kappa(const Design& design, const Factor& first, const Factor& second,
                              const std::vector<double>& agreement, int threads = 0);

}  // namespace enkat
