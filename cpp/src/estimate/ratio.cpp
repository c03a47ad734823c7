#include "enkat/estimate/ratio.hpp"

#include "statistics.hpp"

namespace enkat {

std::vector<detail::Statistic> detail::ratio_statistics(const VariableRequest& variable_request,
                                                        const std::vector<Variable>& all, std::size_t numerators) {
  const auto& [request, start] = variable_request;
  const std::int64_t width = request.width();
  std::vector<Statistic> statistics;
  for (std::int64_t g = 0; g < request.groups(); ++g) {
    const std::int64_t ones = g * width;
    const auto total_of = [&, &first = start](std::size_t k) {
      return Linear{{ones + first[k], 1}, {ones, all[k].number->centre}};
    };
    for (std::size_t x = numerators; x < all.size(); ++x)
      for (std::size_t y = 0; y < numerators; ++y)
        statistics.push_back({{total_of(y), total_of(x)}, 0, {{ones, 1}}, -1, static_cast<std::size_t>(g), -1, 0});
  }
  return statistics;
}

Estimates ratio(const Design& design, const std::vector<Variable>& numerators,
                const std::vector<Variable>& denominators, const EstimateOptions& options) {
  std::vector<Variable> all = numerators;
  all.insert(all.end(), denominators.begin(), denominators.end());
  const detail::VariableRequest request = detail::request_of(all, options);
  return detail::estimated(design, request.request, detail::ratio_statistics(request, all, numerators.size()));
}

}  // namespace enkat
