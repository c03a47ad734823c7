#pragma once
#include <utility>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Two variables of a list by their places; the same twice for a variance.
using VariablePair = std::pair<std::size_t, std::size_t>;

/// Population variances and covariances of numbers, in every domain; one statistic per pair.
///
///   s_xy = n / (n - 1) * sum_i w_i (x_i - xbar)(y_i - ybar) / sum_i w_i
///
/// n counts the rows of non-zero weight of the domain, those with a missing value included (with replicate weights
/// those without, as R does), and is the same in every replicate. Rows with a missing value in any variable are left
/// out. Linearised at the totals of 1, x, y and xy:
///   d s_xy = n / (n - 1) * ((x - xbar)(y - ybar) - s) / sum w,  s the weighted mean of the products.
/// Source: R survey, svyvar; Särndal, Swensson and Wretman (1992), section 5.9.
/// Checked by: tests/golden var-*, jk1-var, jkn-var, boot-var
[[nodiscard]] Estimates covariance(const Design& design, const std::vector<const Numbers*>& variables,
                                   const std::vector<VariablePair>& pairs, const EstimateOptions& options = {});

/// Correlations r = s_xy / sqrt(s_xx s_yy) of pairs; NaN where a variable is constant in the domain.
///   dr = d s_xy / sqrt(s_xx s_yy) - r/2 (d s_xx / s_xx + d s_yy / s_yy)
[[nodiscard]] Estimates correlation(const Design& design, const std::vector<const Numbers*>& variables,
                                    const std::vector<VariablePair>& pairs, const EstimateOptions& options = {});

}  // namespace enkat
