#include "enkat/estimate/ratio.hpp"

#include "statistics.hpp"

namespace enkat {

Estimates ratio(const Design& design, const std::vector<Variable>& numerators,
                const std::vector<Variable>& denominators, const EstimateOptions& options) {
  std::vector<Variable> all = numerators;
  all.insert(all.end(), denominators.begin(), denominators.end());
  const auto [request, start] = detail::request_of(all, options);
  const std::int64_t width = request.width();
  std::vector<detail::Statistic> statistics;
  for (std::int64_t g = 0; g < request.groups(); ++g) {
    const std::int64_t ones = g * width;
    const auto total_of = [&](std::size_t k) { return Linear{{ones + start[k], 1}, {ones, all[k].number->centre}}; };
    for (std::size_t x = numerators.size(); x < all.size(); ++x)
      for (std::size_t y = 0; y < numerators.size(); ++y)
        statistics.push_back({{total_of(y), total_of(x)}, 0, {{ones, 1}}, -1, static_cast<std::size_t>(g), -1, 0});
  }
  return detail::estimated(design, request, statistics);
}

}  // namespace enkat
