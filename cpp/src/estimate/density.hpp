#pragma once
#include <span>

namespace enkat::detail {

/// Weighted Gaussian kernel density at x; bandwidth 0.9 min(sd, IQR / 1.34) n_eff^(-1/5), n_eff = (sum w)^2 / sum w^2.
/// NaN where all values are the same. Source: Silverman (1986), Density estimation, equation (3.31).
[[nodiscard]] double density_at(double x, std::span<const double> values, std::span<const double> weights);

}  // namespace enkat::detail
