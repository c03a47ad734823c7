#pragma once
#include <functional>
#include <span>
#include <vector>

#include "enkat/variance/taylor.hpp"

namespace enkat {

/// Variance of each of k statistics from their values under every replicate (size() x k, row-major); the formula
/// stands at Replicates. NaN where a replicate has no value.
///
/// Source: Wolter (2007), chapters 3 and 4.  Checked by: tests/golden topic 09
[[nodiscard]] std::vector<double> replicate_variances(const Replicates& replicates, std::span<const double> estimate,
                                                      const std::vector<double>& in_replicates);
/// The full covariance of the same.
[[nodiscard]] Covariance replicate_covariance(const Replicates& replicates, std::span<const double> estimate,
                                              const std::vector<double>& in_replicates);

/// A statistic of the caller's own under every replicate weight: size() x k, row-major. `statistic` is called with the
/// design under one replicate at a time and gives k values, always the same number; calls may be at the same time.
[[nodiscard]] std::vector<double> in_replicates(const Design& design,
                                                const std::function<std::vector<double>(const Design&)>& statistic,
                                                int threads = 0);

}  // namespace enkat
