#pragma once
#include <memory>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat::detail {

/// Estimates whose variance comes from influence values (DESIGN.md, feeder B).
///
/// `estimate` has `width` values for every domain of `options.by`, the first domain's first. `z` has `width` columns:
/// the influence of a row on the statistics of its own domain, not multiplied by its weight (the engine forms w_i z_i).
/// A row that is not valid in any of them takes no part. Bases are the rows that take part.
/// Not for designs with replicates: those rerun the estimator, see from_replicates.
[[nodiscard]] Estimates from_influence(const Design& design, std::vector<double> estimate,
                                       const std::vector<Numbers>& z, const EstimateOptions& options);

/// The same from totals whose first column is 1: `statistics` are linear in the other columns.
[[nodiscard]] Estimates from_totals(const Design& design, std::vector<double> estimate,
                                    std::shared_ptr<const Totals> totals, std::vector<Linear> statistics,
                                    const EstimateOptions& options);

/// The same bases with the variance of a rerun under every replicate (in_replicates: size() x estimates).
/// `base` has one column: valid where a row takes part.
[[nodiscard]] Estimates from_replicates(const Design& design, std::vector<double> estimate,
                                        const std::vector<double>& in_replicates, const Numbers& base,
                                        const EstimateOptions& options);

}  // namespace enkat::detail
