#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "enkat/estimate/estimates.hpp"
#include "enkat/estimate/interval.hpp"

namespace enkat {

/// The interval of every estimate by a method's public name: shares take the methods of interval.hpp, everything else
/// t. `df` replaces the degrees of freedom of each.
///
/// Under replicate weights "logit" takes the variance of the log odds of the replicates (a quasi-binomial model fitted
/// to each), "xlogit" the delta method.
[[nodiscard]] std::vector<Interval> intervals(const Estimates& estimates, std::string_view method, bool share,
                                              double level, std::optional<double> df = {});

}  // namespace enkat
