#include "enkat/estimate/total.hpp"

#include "statistics.hpp"

namespace enkat {

Estimates total(const Design& design, const std::vector<Variable>& variables, const EstimateOptions& options) {
  const auto [request, start] = detail::request_of(variables, options);
  std::vector<detail::Statistic> statistics;
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
  Estimates out = detail::estimated(design, request, statistics);
  detail::add_design_effects(out, statistics, options.deff, true);
  return out;
}

}  // namespace enkat
