#pragma once
#include <functional>
#include <span>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat::detail {

/// A statistic of one domain and, where it was asked for, the influence of each of its rows: its derivative in the
/// row's weight.
struct DomainStatistic {
  double estimate = 0;
  std::vector<double> influence;
};
using DomainKernel =
    std::function<DomainStatistic(std::span<const double> values, std::span<const double> weights, bool influence)>;

/// A statistic of every variable in every domain, with the variance of its influence values or of its replicates.
/// Rows with a missing value in any variable are left out.
[[nodiscard]] Estimates by_influence(const Design& design, const std::vector<const Numbers*>& variables,
                                     const DomainKernel& kernel, const EstimateOptions& options);

/// Rows in the order of their values, with the weight and the total of all rows at or below each.
struct Ranking {
  std::vector<std::uint32_t> order;
  std::vector<double> weight, total;  ///< by row, ties included
  double all_weight = 0, all_total = 0;
};
[[nodiscard]] Ranking ranked(std::span<const double> values, std::span<const double> weights);

}  // namespace enkat::detail
