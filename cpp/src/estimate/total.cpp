#include "enkat/estimate/total.hpp"

#include "statistics.hpp"

namespace enkat {

std::vector<detail::Statistic> detail::total_statistics(const VariableRequest& variable_request,
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
        Form form{{{column, 1}}, {}};
        if (v.number) form.numerator.push_back({ones, v.number->centre});  // the total of y, not of y - centre
        statistics.push_back({std::move(form),
                              0,
                              {{ones, 1}},
                              v.number ? -1 : column,
                              static_cast<std::size_t>(g),
                              column,
                              v.number ? v.number->centre : 0});
      }
    }
  }
  return statistics;
}

Estimates total(const Design& design, const std::vector<Variable>& variables, const EstimateOptions& options) {
  const detail::VariableRequest request = detail::request_of(variables, options);
  const std::vector<detail::Statistic> statistics = detail::total_statistics(request, variables);
  Estimates out = detail::estimated(design, request.request, statistics);
  detail::add_design_effects(out, statistics, options.deff, true);
  return out;
}

}  // namespace enkat
