#include "by_influence.hpp"

#include <limits>

#include "domain_rows.hpp"
#include "enkat/base/parallel.hpp"
#include "influence.hpp"
#include "weighted_order.hpp"

namespace enkat::detail {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The statistic of one variable in every domain; influence values by row of the design where `z` is given.
std::vector<double> of_variable(const Design& design, const Numbers& variable, const DomainKernel& kernel,
                                const EstimateOptions& options, Numbers* z) {
  const DomainRows rows(design, variable, options.by);
  std::vector<double> out(rows.domains(), nan);
  auto values = std::make_shared<std::vector<double>>(z ? static_cast<std::size_t>(design.rows()) : 0, 0.0);
  std::vector<std::uint8_t> valid(values->size(), 0);
  for_blocks(static_cast<std::int64_t>(rows.domains()), options.threads, [&](std::int64_t g) {
    const auto d = static_cast<std::size_t>(g);
    const std::span<const double> y = rows.values(d);
    if (y.empty()) return;
    const DomainStatistic s = kernel(y, rows.weights(d), z != nullptr);
    out[d] = s.estimate;
    if (!z) return;
    const std::span<const std::uint32_t> row = rows.rows(d);
    for (std::size_t i = 0; i < y.size(); ++i) {
      const std::size_t at = row.empty() ? i : row[i];
      valid[at] = 1;
      if (i < s.influence.size()) (*values)[at] = s.influence[i];
    }
  });
  if (z) {
    z->values = {values->data(), values->size()};
    z->owner = values;
    z->valid = std::move(valid);
  }
  return out;
}

/// Values of all variables, domain by domain.
std::vector<double> of_all(const Design& design, const std::vector<const Numbers*>& variables,
                           const DomainKernel& kernel, const EstimateOptions& options, std::vector<Numbers>* z) {
  const std::size_t k = variables.size();
  std::vector<double> out;
  for (std::size_t v = 0; v < k; ++v) {
    const std::vector<double> one = of_variable(design, *variables[v], kernel, options, z ? &(*z)[v] : nullptr);
    out.resize(one.size() * k);
    for (std::size_t d = 0; d < one.size(); ++d) out[d * k + v] = one[d];
  }
  return out;
}

}  // namespace

Estimates by_influence(const Design& design, const std::vector<const Numbers*>& variables, const DomainKernel& kernel,
                       const EstimateOptions& options) {
  const Design used = complete_cases(design, variables);
  std::vector<Numbers> z(variables.size());
  std::vector<double> estimate = of_all(used, variables, kernel, options, &z);
  if (!design.replicates()) return from_influence(design, std::move(estimate), z, options);
  const std::vector<double> rerun = in_replicates(
      used, [&](const Design& d) { return of_all(d, variables, kernel, options, nullptr); }, options.threads);
  return from_replicates(design, std::move(estimate), rerun, z[0], options);
}

Ranking ranked(std::span<const double> values, std::span<const double> weights) {
  Ranking out;
  const std::size_t n = values.size();
  out.order = rows_in_order(values);
  out.weight.resize(n);
  out.total.resize(n);
  for (std::size_t from = 0, to = 0; from < n; from = to) {
    for (to = from; to < n && values[out.order[to]] == values[out.order[from]]; ++to) {
      out.all_weight += weights[out.order[to]];
      out.all_total += weights[out.order[to]] * values[out.order[to]];
    }
    for (std::size_t k = from; k < to; ++k) {
      out.weight[out.order[k]] = out.all_weight;
      out.total[out.order[k]] = out.all_total;
    }
  }
  return out;
}

}  // namespace enkat::detail
