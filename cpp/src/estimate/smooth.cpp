#include "smooth.hpp"

#include <cmath>
#include <limits>

#include "statistics.hpp"

namespace enkat::detail {
namespace {

std::vector<double> values_in_replicates(const Totals& totals, const std::vector<SmoothStatistic>& statistics) {
  const auto columns = static_cast<std::size_t>(totals.columns()), k = static_cast<std::size_t>(totals.units);
  std::vector<double> out, total(columns);
  out.reserve(k * statistics.size());
  for (std::size_t r = 0; r < k; ++r) {
    for (std::size_t c = 0; c < columns; ++c) total[c] = totals.unit_total[c * k + r];
    for (const SmoothStatistic& s : statistics) out.push_back(s.value(total));
  }
  return out;
}

}  // namespace

void add_terms(Linear& to, const Linear& terms, double coefficient) {
  for (const Term& t : terms) to.push_back({t.column, coefficient * t.coefficient});
}

Estimates finish_smooth(const Design& design, std::shared_ptr<const Totals> totals, const DomainSize& size,
                        const std::vector<SmoothStatistic>& statistics, int threads) {
  std::vector<Statistic> bases;
  for (const SmoothStatistic& s : statistics) bases.push_back({{}, 0, s.base, -1, s.group, -1, 0});
  Estimates out = finish(design, totals, size, bases, threads);
  Estimates::Source source{design, totals, {}, {}};
  for (std::size_t j = 0; j < statistics.size(); ++j) {
    out.estimate[j] = statistics[j].value(totals->total);
    source.statistics.push_back(statistics[j].linear);
  }
  if (design.replicates()) source.in_replicates = values_in_replicates(*totals, statistics);
  const std::vector<double> v = design.replicates()
                                    ? replicate_variances(*design.replicates(), out.estimate, source.in_replicates)
                                    : taylor_variances(design, *totals, source.statistics, threads);
  for (std::size_t j = 0; j < v.size(); ++j)
    out.se[j] = std::isnan(out.estimate[j]) ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(v[j]);
  out.source = std::make_shared<const Estimates::Source>(std::move(source));
  return out;
}

}  // namespace enkat::detail
