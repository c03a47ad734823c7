#pragma once
#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Gini coefficients, 0 (all have the same) to 1 (one has everything).
///
///   G = sum_k sum_l w_k w_l |y_k - y_l| / (2 N Y)        N = sum w,  Y = sum w y
///
/// the same as 2 sum w_k y_k N_k - sum w_k^2 y_k over N Y, minus 1, for rows in order with N_k = w_1 + ... + w_k, and
/// free of the order of ties. Influence of a row: the derivative of G in its weight,
///   z_k = D_k / (N Y) - G (1/N + y_k/Y),   D_k = sum_l w_l |y_k - y_l| = y_k (2 F_k - N) - 2 C_k + Y,
/// F_k and C_k the weight and the total at or below y_k. NaN where Y is not above 0.
/// Source: Langel and Tillé (2013), Variance estimation of the Gini index, JRSS A 176, equations (2) and (12).
/// Checked by: tests/reference/inequality_oracle.py (finite differences)
[[nodiscard]] Estimates gini(const Design& design, const std::vector<const Numbers*>& variables,
                             const EstimateOptions& options = {});

}  // namespace enkat
