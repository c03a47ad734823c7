#pragma once
#include <vector>

#include "enkat/estimate/quantile.hpp"
#include "enkat/estimate/share_below.hpp"
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

/// The shares of one variable's limits, both of a quantile side by side, and where the values found for them go.
[[nodiscard]] std::vector<double> limit_shares(const Estimates& shares, std::size_t variable, std::size_t variables,
                                               std::size_t probs, const QuantileOptions& options);
void set_limits(Quantiles& out, std::size_t variable, std::size_t variables, std::size_t probs,
                const std::vector<double>& limits);

/// Turns the shares at or below quantiles into the quantiles themselves (quantile.cpp).
void as_quantiles(Quantiles& out, const std::vector<Thresholds>& quantiles, const QuantileOptions& options);

}  // namespace enkat::detail
