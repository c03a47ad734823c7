#pragma once
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Ratios of totals, every numerator by every denominator, in every domain; numbers only.
///
///   R = sum_i w_i y_i / sum_i w_i x_i
///
/// Statistics: all numerators of the first denominator, then of the second.
/// Source: Särndal, Swensson and Wretman (1992), section 5.6.  Checked by: tests/golden topics 03 and 04
[[nodiscard]] Estimates ratio(const Design& design, const std::vector<Variable>& numerators,
                              const std::vector<Variable>& denominators, const EstimateOptions& options = {});

}  // namespace enkat
