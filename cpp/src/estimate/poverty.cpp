#include "enkat/estimate/poverty.hpp"

#include <limits>
#include <string>

#include "density.hpp"
#include "domain_rows.hpp"
#include "enkat/base/error.hpp"
#include "influence.hpp"
#include "smooth.hpp"
#include "statistics.hpp"
#include "weighted_order.hpp"

namespace enkat {
namespace {

struct Threshold {
  double poverty = 0, quantile = 0;
};

Threshold threshold_of(const Design& design, const Numbers& variable, const PovertyOptions& p, int threads) {
  if (p.threshold) return {*p.threshold, 0};
  const detail::DomainRows rows(design, variable, nullptr);
  if (rows.values(0).empty()) return {std::numeric_limits<double>::quiet_NaN(), 0};
  const detail::WeightedOrder order(rows.values(0), rows.weights(0), threads);
  const double q = detail::quantiles_of(order, QuantileRule::math, std::vector<double>{p.quantile})[0];
  return {p.fraction * q, q};
}

/// Level 2 * [y <= quantile] + [y < threshold] of each row.
Codes levels_of(const Numbers& variable, const Threshold& t) {
  std::vector<std::uint8_t> level(variable.values.size());
  for (std::size_t i = 0; i < level.size(); ++i) {
    const double y = variable.values[i];
    const bool known = variable.valid.empty() || variable.valid[i];
    level[i] = known ? static_cast<std::uint8_t>(2 * (y <= t.quantile) + (y < t.poverty)) : missing_code<std::uint8_t>;
  }
  return {std::move(level), 4};
}

/// The domains, and one more for the rows that have none, so that they count for the threshold.
Codes with_rest(const Codes* by, std::int64_t rows) {
  const std::int64_t domains = by ? by->levels() : 1;
  std::vector<std::int32_t> code(static_cast<std::size_t>(rows), 0);
  for (std::int64_t i = 0; by && i < rows; ++i)
    code[static_cast<std::size_t>(i)] = by->at(i) < 0 ? static_cast<std::int32_t>(domains) : by->at(i);
  return {code, domains + 1};
}

constexpr std::int64_t levels = 4;

Form rate(std::int64_t group) {
  const std::int64_t at = levels * group;
  return {{{at + 1, 1}, {at + 3, 1}}, {{at, 1}, {at + 1, 1}, {at + 2, 1}, {at + 3, 1}}};
}

/// dQ of the quantile by column: -(1[y <= Q] - F(Q)) / (N f(Q)).
Linear quantile_expansion(const Totals& totals, double density) {
  Form below;
  for (std::int64_t g = 0; g < totals.groups; ++g)
    for (std::int64_t level = 0; level < levels; ++level) {
      below.denominator.push_back({levels * g + level, 1});
      if (level >= 2) below.numerator.push_back({levels * g + level, 1});
    }
  Linear out;
  detail::add_terms(out, linearize(below, totals.total), -1 / density);
  return out;
}

std::vector<double> rates_of(const Design& design, const Numbers& variable, const PovertyOptions& poverty,
                             const Codes* by, int threads) {
  const Threshold t = threshold_of(design, variable, poverty, threads);
  const std::size_t domains = by ? static_cast<std::size_t>(by->levels()) : 1;
  std::vector<double> poor(domains, 0), all(domains, 0);
  const detail::DomainRows rows(design, variable, by);
  for (std::size_t d = 0; d < domains; ++d)
    for (std::size_t i = 0; i < rows.values(d).size(); ++i) {
      all[d] += rows.weights(d)[i];
      if (rows.values(d)[i] < t.poverty) poor[d] += rows.weights(d)[i];
    }
  for (std::size_t d = 0; d < domains; ++d)
    poor[d] = all[d] != 0 ? poor[d] / all[d] : std::numeric_limits<double>::quiet_NaN();
  return poor;
}

void check(const PovertyOptions& p) {
  if (!p.threshold && !(p.quantile > 0 && p.quantile < 1))
    throw Error(ErrorCode::design, "found " + std::to_string(p.quantile) + ", expected a number between 0 and 1", "of");
  if (!p.threshold && !(p.fraction > 0))
    throw Error(ErrorCode::design, "found " + std::to_string(p.fraction) + ", expected a number over 0", "fraction");
}

/// dT by column; empty where the threshold is known.
Linear threshold_expansion(const Design& design, const Numbers& variable, const PovertyOptions& p, const Threshold& t,
                           const Totals& totals) {
  Linear out;
  if (p.threshold) return out;
  const detail::DomainRows all(design, variable, nullptr);
  const double density = detail::density_at(t.quantile, all.values(0), all.weights(0));
  detail::add_terms(out, quantile_expansion(totals, density), p.fraction);
  return out;
}

/// The rates with their linearisation, without a look at replicates.
Estimates linearized_rates(const Design& design, const Numbers& variable, const PovertyOptions& poverty,
                           const Threshold& t, const EstimateOptions& options) {
  const Codes level = levels_of(variable, t), group = with_rest(options.by, design.rows());
  const TotalsRequest request{{{Block::Kind::indicators, nullptr, {&level, nullptr}, {}}}, &group, options.threads};
  const auto totals = std::make_shared<const Totals>(enkat::totals(design, request));
  const Linear threshold = threshold_expansion(design, variable, poverty, t, *totals);
  const detail::DomainRows rows(design, variable, options.by);
  std::vector<detail::SmoothStatistic> statistics;
  for (std::size_t d = 0; d < rows.domains(); ++d) {
    const Form form = rate(static_cast<std::int64_t>(d));
    Linear linear = linearize(form, totals->total);
    if (!threshold.empty())
      detail::add_terms(linear, threshold, detail::density_at(t.poverty, rows.values(d), rows.weights(d)));
    statistics.push_back(
        {[form](const std::vector<double>& at) { return value_of(form, at); }, std::move(linear), form.denominator, d});
  }
  return detail::finish_smooth(design, totals, domain_sizes(design, options.by), statistics, options.threads);
}

}  // namespace

PovertyRates poverty(const Design& design, const Numbers& variable, const PovertyOptions& poverty,
                     const EstimateOptions& options) {
  check(poverty);
  const Threshold t = threshold_of(design, variable, poverty, options.threads);
  Estimates out = linearized_rates(design.without_replicates(), variable, poverty, t, options);
  if (design.replicates()) {
    const auto again = [&](const Design& d) { return rates_of(d, variable, poverty, options.by, 1); };
    const std::vector<double> rerun = in_replicates(design, again, options.threads);
    out = detail::from_replicates(design, out.estimate, rerun, variable, options);
  }
  return {std::move(out), t.poverty};
}

}  // namespace enkat
