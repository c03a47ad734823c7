#include "enkat/estimate/gini.hpp"

#include <limits>

#include "by_influence.hpp"

namespace enkat {
namespace {

detail::DomainStatistic kernel(std::span<const double> y, std::span<const double> w, bool influence) {
  const detail::Ranking r = detail::ranked(y, w);
  const double n = r.all_weight, total = r.all_total;
  if (!(total > 0)) return {std::numeric_limits<double>::quiet_NaN(), {}};
  std::vector<double> distance(y.size());  // D_k
  double sum = 0;
  for (std::size_t k = 0; k < y.size(); ++k) {
    distance[k] = y[k] * (2 * r.weight[k] - n) - 2 * r.total[k] + total;
    sum += w[k] * distance[k];
  }
  const double g = sum / (2 * n * total);
  if (!influence) return {g, {}};
  for (std::size_t k = 0; k < y.size(); ++k) distance[k] = distance[k] / (n * total) - g * (1 / n + y[k] / total);
  return {g, std::move(distance)};
}

}  // namespace

Estimates gini(const Design& design, const std::vector<const Numbers*>& variables, const EstimateOptions& options) {
  return detail::by_influence(design, variables, kernel, options);
}

}  // namespace enkat
