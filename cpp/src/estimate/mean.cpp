#include "enkat/estimate/mean.hpp"

#include "statistics.hpp"

namespace enkat {

std::vector<detail::Statistic> detail::mean_statistics(const VariableRequest& variable_request,
                                                       const std::vector<Variable>& variables) {
  const auto& [request, start] = variable_request;
  std::vector<Statistic> statistics;
  const std::int64_t width = request.width();
  for (std::int64_t g = 0; g < request.groups(); ++g) {
    const std::int64_t ones = g * width;
    for (std::size_t k = 0; k < variables.size(); ++k) {
      const Variable& v = variables[k];
      for (std::int64_t level = 0; level < v.block().width(); ++level) {
        const std::int64_t column = ones + start[k] + level;
        const double centre = v.number ? v.number->centre : 0;
        statistics.push_back({{{{column, 1}}, {{ones, 1}}},
                              centre,
                              {{ones, 1}},
                              v.number ? -1 : column,
                              static_cast<std::size_t>(g),
                              column,
                              centre});
      }
    }
  }
  return statistics;
}

Estimates mean(const Design& design, const std::vector<Variable>& variables, const EstimateOptions& options) {
  const detail::VariableRequest request = detail::request_of(variables, options);
  const std::vector<detail::Statistic> statistics = detail::mean_statistics(request, variables);
  Estimates out = detail::estimated(design, request.request, statistics);
  detail::add_design_effects(out, statistics, options.deff, false);
  return out;
}

}  // namespace enkat
