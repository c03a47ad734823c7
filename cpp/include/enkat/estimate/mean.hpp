#pragma once
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Means of numbers and shares of categories or options, in every domain.
///
///   ybar = sum_i w_i y_i / sum_i w_i
///
/// Rows with a missing value in any of the variables are left out, as a domain. One statistic per number and one per
/// level, in the order of the variables, all of the first domain first.
/// Source: Särndal, Swensson and Wretman (1992), section 5.7.  Checked by: tests/golden topics 01 and 04
[[nodiscard]] Estimates mean(const Design& design, const std::vector<Variable>& variables,
                             const EstimateOptions& options = {});

}  // namespace enkat
