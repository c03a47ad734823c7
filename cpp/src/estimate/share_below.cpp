#include "enkat/estimate/share_below.hpp"

#include "statistics.hpp"
#include "threshold_steps.hpp"

namespace enkat {
std::vector<detail::Statistic> detail::share_statistics(const std::vector<Thresholds>& thresholds,
                                                        const std::vector<ThresholdSteps>& steps, std::int64_t groups,
                                                        std::int64_t before) {
  std::int64_t width = before;
  for (const Thresholds& t : thresholds) width += static_cast<std::int64_t>(t.per_domain) + 1;
  std::vector<Statistic> statistics;
  for (std::int64_t g = 0; g < groups; ++g) {
    std::int64_t start = g * width + before;
    for (std::size_t v = 0; v < thresholds.size(); ++v) {
      const std::size_t k = thresholds[v].per_domain;
      Linear all;
      for (std::size_t level = 0; level <= k; ++level) all.push_back({start + static_cast<std::int64_t>(level), 1});
      for (std::size_t j = 0; j < k; ++j) {
        const std::size_t rank = steps[v].rank[static_cast<std::size_t>(g) * k + j];
        const Linear below(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rank) + 1);
        statistics.push_back({{below, all}, 0, all, -1, static_cast<std::size_t>(g), -1, 0});
      }
      start += static_cast<std::int64_t>(k) + 1;
    }
  }
  return statistics;
}

Estimates share_below(const Design& design, const std::vector<Thresholds>& thresholds, const EstimateOptions& options) {
  std::vector<detail::ThresholdSteps> steps;
  std::vector<Codes> codes;
  TotalsRequest request;
  request.group = options.by;
  request.threads = options.threads;
  for (const Thresholds& t : thresholds) {
    steps.push_back(detail::threshold_steps(t));
    codes.push_back(detail::levels_of(*t.variable, steps.back(), options.by, options.threads));
  }
  for (const Codes& c : codes) request.blocks.push_back({Block::Kind::indicators, nullptr, {&c, nullptr}, {}});
  return detail::estimated(design, request, detail::share_statistics(thresholds, steps, request.groups(), 0));
}

}  // namespace enkat
