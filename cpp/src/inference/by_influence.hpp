#pragma once
#include <functional>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat::detail {

/// A statistic of complete rows and, for the full sample, its influence value in each of them (not times the weight).
struct WithInfluence {
  double estimate = 0;
  std::vector<double> z;
};
/// Called with the weights (0 where a row does not count) and whether they are the sample's own, for which z is needed;
/// else they are those of a replicate, and calls may be at the same time.
using Statistic1 = std::function<WithInfluence(const std::vector<double>& weights, bool full)>;

/// One estimate on the rows where all columns are valid, under any design: from influence values, or rerun under every
/// replicate.
[[nodiscard]] Estimates by_influence(const Design& design, const std::vector<const Numbers*>& columns,
                                     const Statistic1& statistic, int threads);

}  // namespace enkat::detail
