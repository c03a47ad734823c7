#pragma once
#include "enkat/estimate/quantile.hpp"

namespace enkat::detail {

/// Score limits: the values that the test of F(value) = p does not refuse.
///
///   low   the first value with F(y) + t se(F(y)) >= p          high   the first value with F(y) - t se(F(y)) >= p
///
/// found by halving the range of shares; every step is one pass that serves all quantiles and domains.
/// Source: Francisco and Fuller (1991), section 4, whose standard error is that of the share at the limit itself.
void score_limits(Quantiles& out, const Design& design, const std::vector<const Numbers*>& variables,
                  std::span<const double> probs, const QuantileOptions& options);

}  // namespace enkat::detail
