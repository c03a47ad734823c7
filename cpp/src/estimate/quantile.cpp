#include "enkat/estimate/quantile.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "enkat/base/error.hpp"
#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/share_below.hpp"
#include "quantile_score.hpp"
#include "woodruff.hpp"

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

/// Turns shares into quantiles: se from the width of the interval, and the covariance that goes with it,
///   cov(q_i, q_j) = cov(F_i, F_j) (se q_i / se F_i) (se q_j / se F_j),
/// the linearisation dq = -dF/f with the density f = se F / se q that Woodruff's interval implies.
void detail::as_quantiles(Quantiles& out, const std::vector<Thresholds>& quantiles, const QuantileOptions& options) {
  Estimates& e = out.estimates;
  out.share = std::move(e.estimate);
  e.estimate.clear();
  for (std::size_t at = 0; at < quantiles[0].values.size(); at += quantiles[0].per_domain)
    for (const Thresholds& t : quantiles)
      e.estimate.insert(e.estimate.end(), t.values.begin() + static_cast<std::ptrdiff_t>(at),
                        t.values.begin() + static_cast<std::ptrdiff_t>(at + t.per_domain));
  if (options.interval == QuantileInterval::none) {
    out.low.assign(e.estimate.size(), nan);
    out.high = out.low;
  }
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
  std::vector<detail::OrderedDomains> order;
  std::vector<Thresholds> thresholds;
  for (const Numbers* v : variables) {
    order.emplace_back(used, *v, options.by, options.threads);
    std::vector<double> shares;
    for (std::size_t d = 0; d < order.back().domains(); ++d) shares.insert(shares.end(), probs.begin(), probs.end());
    thresholds.push_back({v, order.back().quantiles(options.rule, shares, probs.size()), probs.size()});
  }
  Quantiles out{share_below(used, thresholds, {options.by, DesignEffect::none, options.threads}), {}, {}, {}};
  if (used.replicates() && options.by) count_replicate_df(out.estimates, used, *options.by);
  if (options.interval == QuantileInterval::score)
    detail::score_limits(out, used, variables, probs, options);
  else if (options.interval != QuantileInterval::none)
    detail::woodruff_limits(out, order, probs.size(), options);
  detail::as_quantiles(out, thresholds, options);
  return out;
}

}  // namespace enkat
