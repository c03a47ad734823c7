#include "influence.hpp"

#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

/// The request: ones, then the columns.
TotalsRequest request_of(const std::vector<Numbers>& z, const EstimateOptions& options) {
  TotalsRequest request{{{}}, options.by, options.threads};
  for (const Numbers& column : z) request.blocks.push_back({Block::Kind::number, &column, {}, {}});
  return request;
}

/// Everything but the standard errors.
Estimates bases(const Design& design, std::vector<double> estimate, std::size_t width, const Totals& totals,
                const EstimateOptions& options) {
  const auto groups = static_cast<std::size_t>(totals.groups);
  if (estimate.size() != width * groups)
    throw Error(ErrorCode::data,
                "has " + std::to_string(estimate.size()) + " values, expected " + std::to_string(width * groups) +
                    ", one of each statistic in every domain",
                "estimate");
  const DomainSize size = domain_sizes(design, options.by);
  Estimates out;
  out.estimate = std::move(estimate);
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t ones = g * static_cast<std::size_t>(totals.width);
    const double sum = totals.total[ones], squares = totals.square[ones];
    for (std::size_t j = 0; j < width; ++j) {
      out.n.push_back(totals.count[ones]);
      out.count.push_back(totals.count[ones]);
      out.n_weighted.push_back(sum);
      out.n_effective.push_back(squares > 0 ? sum * sum / squares : 0);
      out.df.push_back(size.df[g]);
      out.domain_n.push_back(size.all[g]);
    }
  }
  return out;
}

double root(double variance, double estimate) {
  return std::isnan(estimate) ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(variance);
}

}  // namespace

Estimates from_totals(const Design& design, std::vector<double> estimate, std::shared_ptr<const Totals> totals,
                      std::vector<Linear> statistics, const EstimateOptions& options) {
  Estimates out = bases(design, std::move(estimate), statistics.size() / static_cast<std::size_t>(totals->groups),
                        *totals, options);
  const std::vector<double> v = taylor_variances(design, *totals, statistics, options.threads);
  for (std::size_t j = 0; j < v.size(); ++j) out.se.push_back(root(v[j], out.estimate[j]));
  out.source =
      std::make_shared<Estimates::Source>(Estimates::Source{design, std::move(totals), std::move(statistics), {}});
  return out;
}

Estimates from_influence(const Design& design, std::vector<double> estimate, const std::vector<Numbers>& z,
                         const EstimateOptions& options) {
  auto totals = std::make_shared<const Totals>(enkat::totals(design, request_of(z, options)));
  std::vector<Linear> statistics;
  for (std::int64_t g = 0; g < totals->groups; ++g)
    for (std::int64_t j = 1; j < totals->width; ++j) {
      const auto column = g * totals->width + j;
      const double centre = z[static_cast<std::size_t>(j - 1)].centre;
      statistics.push_back({{column, 1}});
      if (centre != 0) statistics.back().push_back({g * totals->width, centre});
    }
  return from_totals(design, std::move(estimate), std::move(totals), std::move(statistics), options);
}

Estimates from_replicates(const Design& design, std::vector<double> estimate, const std::vector<double>& in_replicates,
                          const Numbers& base, const EstimateOptions& options) {
  const std::size_t groups = options.by ? static_cast<std::size_t>(options.by->levels()) : 1;
  const std::size_t width = groups > 0 ? estimate.size() / groups : 0;
  const Totals totals = enkat::totals(design.without_replicates(), request_of({base}, options));
  Estimates out = bases(design, std::move(estimate), width, totals, options);
  const std::vector<double> v = replicate_variances(*design.replicates(), out.estimate, in_replicates);
  for (std::size_t j = 0; j < v.size(); ++j) out.se.push_back(root(v[j], out.estimate[j]));
  out.source = std::make_shared<Estimates::Source>(Estimates::Source{design, nullptr, {}, in_replicates});
  return out;
}

}  // namespace enkat::detail
