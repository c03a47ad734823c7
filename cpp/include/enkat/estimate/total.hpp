#pragma once
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Population totals of numbers and counts of categories or options, in every domain.
///
///   Y = sum_i w_i y_i
///
/// Missing rows and the order of statistics are as in `mean`.
/// Source: Horvitz and Thompson (1952), JASA 47.  Checked by: tests/golden topics 01 and 04
[[nodiscard]] Estimates total(const Design& design, const std::vector<Variable>& variables,
                              const EstimateOptions& options = {});

}  // namespace enkat
