#pragma once
#include <vector>

#include "enkat/estimate/quantile.hpp"
#include "ordered_domains.hpp"

namespace enkat::detail {

/// Woodruff's limits of quantiles whose shares at or below stand in `out.estimates`:
///
///   (F_low, F_high)  the interval of the share under the design, by the method asked for
///   q_low = Q(F_low),  q_high = Q(F_high)  by the rule that gave the estimate; NaN where the share is outside [0, 1]
///
/// Source: Woodruff (1952), Confidence intervals for medians and other position measures, JASA 47.
void woodruff_limits(Quantiles& out, const std::vector<OrderedDomains>& variables, std::size_t probs,
                     const QuantileOptions& options);

}  // namespace enkat::detail
