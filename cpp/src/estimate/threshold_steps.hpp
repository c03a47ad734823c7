#pragma once
#include <vector>

#include "enkat/estimate/share_below.hpp"
#include "statistics.hpp"

namespace enkat::detail {

/// Thresholds of every domain in rising order, and the place of each given one in that order.
struct ThresholdSteps {
  std::size_t per_domain = 0;
  std::vector<double> sorted;
  std::vector<std::size_t> rank;
};
[[nodiscard]] ThresholdSteps threshold_steps(const Thresholds& thresholds);

/// How many thresholds of the row's domain lie below its value: y <= t_r means that at most r do. per_domain + 1
/// levels.
[[nodiscard]] Codes levels_of(const Numbers& variable, const ThresholdSteps& steps, const Codes* by, int threads);

/// The shares at or below every threshold, of totals with an indicator of every level; `before`: columns that a domain
/// has before these.
[[nodiscard]] std::vector<Statistic> share_statistics(const std::vector<Thresholds>& thresholds,
                                                      const std::vector<ThresholdSteps>& steps, std::int64_t groups,
                                                      std::int64_t before);

}  // namespace enkat::detail
