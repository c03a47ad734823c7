#include "enkat/estimate/quantile.hpp"

#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "domain_rows.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/share_below.hpp"
#include "quantile_score.hpp"
#include "weighted_order.hpp"

namespace enkat {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<std::pair<std::string_view, QuantileInterval>, 9> interval_names{{
    {"mean", QuantileInterval::mean},
    {"beta", QuantileInterval::beta},
    {"xlogit", QuantileInterval::xlogit},
    {"asin", QuantileInterval::asin},
    {"score", QuantileInterval::score},
    {"none", QuantileInterval::none},
    {"t", QuantileInterval::mean},
    {"woodruff", QuantileInterval::mean},
    {"logit", QuantileInterval::xlogit},
}};

/// One variable: its rows by domain and their orders, kept for the limits.
struct Ordered {
  std::unique_ptr<detail::DomainRows> rows;
  std::vector<std::unique_ptr<detail::WeightedOrder>> order;  ///< nullptr: nobody in the domain
};

Ordered ordered(const Design& design, const Numbers& variable, const QuantileOptions& options) {
  Ordered out{std::make_unique<detail::DomainRows>(design, variable, options.by), {}};
  const std::size_t domains = out.rows->domains();
  out.order.resize(domains);
  const int inside = domains > 1 ? 1 : options.threads;  // threads take domains, or share the rows of the only one
  for_blocks(static_cast<std::int64_t>(domains), options.threads, [&](std::int64_t g) {
    const auto d = static_cast<std::size_t>(g);
    if (!out.rows->values(d).empty())
      out.order[d] = std::make_unique<detail::WeightedOrder>(out.rows->values(d), out.rows->weights(d), inside);
  });
  return out;
}

/// Values of every domain at its own shares (`per_domain` each); NaN at a share outside [0, 1].
std::vector<double> values_at(const Ordered& o, QuantileRule rule, const std::vector<double>& shares,
                              std::size_t per_domain, int threads) {
  std::vector<double> out(shares.size(), nan);
  for_blocks(static_cast<std::int64_t>(o.order.size()), threads, [&](std::int64_t g) {
    const auto d = static_cast<std::size_t>(g);
    if (!o.order[d]) return;
    std::vector<double> inside;
    for (std::size_t k = 0; k < per_domain; ++k)
      if (const double p = shares[d * per_domain + k]; p >= 0 && p <= 1) inside.push_back(p);
    const std::vector<double> found = detail::quantiles_of(*o.order[d], rule, inside);
    for (std::size_t k = 0, at = 0; k < per_domain; ++k)
      if (const double p = shares[d * per_domain + k]; p >= 0 && p <= 1) out[d * per_domain + k] = found[at++];
  });
  return out;
}

Interval interval_of_share(const Estimates& shares, std::size_t i, const QuantileOptions& options) {
  const double df = options.df.value_or(shares.df[i]);
  const ShareSample sample{shares.estimate[i], shares.se[i], df, shares.domain_n[i], options.level, shares.df[i]};
  switch (options.interval) {
    case QuantileInterval::beta:
      return share_interval(IntervalMethod::beta, sample);
    case QuantileInterval::xlogit:
      return share_interval(IntervalMethod::logit, sample);
    case QuantileInterval::asin:
      return share_interval(IntervalMethod::asin, sample);
    default:
      return mean_interval(sample.p, sample.se, df, options.level);
  }
}

/// Woodruff's limits: the interval of the share turned back by the rule that gave the estimate.
void woodruff(Quantiles& out, const std::vector<Ordered>& variables, std::size_t probs,
              const QuantileOptions& options) {
  const std::size_t domains = variables[0].order.size(), per_domain = variables.size() * probs;
  out.low.assign(domains * per_domain, nan);
  out.high = out.low;
  for (std::size_t v = 0; v < variables.size(); ++v) {
    std::vector<double> shares;
    for (std::size_t d = 0; d < domains; ++d)
      for (std::size_t k = 0; k < probs; ++k) {
        const Interval x = interval_of_share(out.estimates, d * per_domain + v * probs + k, options);
        shares.push_back(x.low);
        shares.push_back(x.high);
      }
    const std::vector<double> limits = values_at(variables[v], options.rule, shares, 2 * probs, options.threads);
    for (std::size_t d = 0; d < domains; ++d)
      for (std::size_t k = 0; k < probs; ++k) {
        const std::size_t i = d * per_domain + v * probs + k;
        out.low[i] = limits[2 * (d * probs + k)];
        out.high[i] = limits[2 * (d * probs + k) + 1];
      }
  }
}

/// Turns shares into quantiles: se from the width of the interval, and the covariance that goes with it,
///   cov(q_i, q_j) = cov(F_i, F_j) (se q_i / se F_i) (se q_j / se F_j),
/// the linearisation dq = -dF/f with the density f = se F / se q that Woodruff's interval implies.
void as_quantiles(Quantiles& out, std::vector<double> quantiles, const QuantileOptions& options) {
  Estimates& e = out.estimates;
  out.share = std::move(e.estimate);
  e.estimate = std::move(quantiles);
  auto source = std::make_shared<Estimates::Source>(*e.source);
  const std::size_t k = e.estimate.size();
  for (std::size_t i = 0; i < k; ++i) {
    const double t = two_sided_t(options.level, options.df.value_or(e.df[i]));
    const double se = (out.high[i] - out.low[i]) / (2 * t);
    const double slope = e.se[i] > 0 ? se / e.se[i] : se;
    for (Term& term : source->statistics[i]) term.coefficient *= slope;
    for (std::size_t at = i; at < source->in_replicates.size(); at += k)
      source->in_replicates[at] = e.estimate[i] + slope * (source->in_replicates[at] - out.share[i]);
    e.se[i] = se;
  }
  e.source = std::move(source);
}

/// Degrees of freedom of replicate weights in every domain, as R's svyby counts them: their rank among its rows.
/// Elsewhere the domains of a call share the design's, because the rank of thousands of domains is costly.
void count_replicate_df(Estimates& e, const Design& design, const Codes& by) {
  const auto domains = static_cast<std::size_t>(by.levels());
  const std::size_t each = domains > 0 ? e.df.size() / domains : 0;
  for (std::size_t d = 0; d < domains; ++d) {
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(design.rows()));
    for (std::size_t i = 0; i < mask.size(); ++i)
      mask[i] = by.at(static_cast<std::int64_t>(i)) == static_cast<std::int32_t>(d);
    const double df = design.where(mask).degrees_of_freedom();
    for (std::size_t k = 0; k < each; ++k) e.df[d * each + k] = df;
  }
}

}  // namespace

QuantileInterval parse_quantile_interval(std::string_view name) {
  for (const auto& [known, interval] : interval_names)
    if (known == name) return interval;
  throw Error(ErrorCode::design,
              "found \"" + std::string(name) + "\", expected one of mean, beta, xlogit, asin, score, none", "ci");
}

Quantiles quantile(const Design& design, const std::vector<const Numbers*>& variables, std::span<const double> probs,
                   const QuantileOptions& given) {
  QuantileOptions options = given;
  if (design.replicates() && options.interval != QuantileInterval::none) options.interval = QuantileInterval::mean;
  for (const double p : probs)
    if (!(p > 0 && p < 1))
      throw Error(ErrorCode::design,
                  "found " + std::to_string(p) + ", expected shares between 0 and 1, for example 0.5 for the median",
                  "probs");
  const Design used = detail::complete_cases(design, variables);
  std::vector<Ordered> order;
  std::vector<Thresholds> thresholds;
  for (const Numbers* v : variables) {
    order.push_back(ordered(used, *v, options));
    std::vector<double> shares;
    for (std::size_t d = 0; d < order.back().order.size(); ++d) shares.insert(shares.end(), probs.begin(), probs.end());
    thresholds.push_back(
        {v, values_at(order.back(), options.rule, shares, probs.size(), options.threads), probs.size()});
  }
  Quantiles out{share_below(used, thresholds, {options.by, DesignEffect::none, options.threads}), {}, {}, {}};
  if (used.replicates() && options.by) count_replicate_df(out.estimates, used, *options.by);
  const std::size_t domains = order[0].order.size();
  std::vector<double> values;
  for (std::size_t d = 0; d < domains; ++d)
    for (const Thresholds& t : thresholds) values.insert(values.end(), t.of(d).begin(), t.of(d).end());
  if (options.interval == QuantileInterval::none) {
    out.low.assign(values.size(), nan);
    out.high = out.low;
  } else if (options.interval == QuantileInterval::score) {
    detail::score_limits(out, used, variables, probs, options);
  } else {
    woodruff(out, order, probs.size(), options);
  }
  as_quantiles(out, std::move(values), options);
  return out;
}

}  // namespace enkat
