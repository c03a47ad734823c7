#include "woodruff.hpp"

#include "enkat/estimate/interval.hpp"

namespace enkat::detail {
namespace {

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

}  // namespace

void woodruff_limits(Quantiles& out, const std::vector<OrderedDomains>& variables, std::size_t probs,
                     const QuantileOptions& options) {
  const std::size_t domains = variables[0].domains(), per_domain = variables.size() * probs;
  out.low.resize(domains * per_domain);
  out.high.resize(out.low.size());
  for (std::size_t v = 0; v < variables.size(); ++v) {
    std::vector<double> shares;  // both limits of a quantile side by side
    for (std::size_t d = 0; d < domains; ++d)
      for (std::size_t k = 0; k < probs; ++k) {
        const Interval x = interval_of_share(out.estimates, d * per_domain + v * probs + k, options);
        shares.push_back(x.low);
        shares.push_back(x.high);
      }
    const std::vector<double> limits = variables[v].quantiles(options.rule, shares, 2 * probs);
    for (std::size_t at = 0; at < limits.size(); at += 2) {
      const std::size_t i = at / 2 / probs * per_domain + v * probs + at / 2 % probs;
      out.low[i] = limits[at];
      out.high[i] = limits[at + 1];
    }
  }
}

}  // namespace enkat::detail
