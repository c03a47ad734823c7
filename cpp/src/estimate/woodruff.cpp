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

std::vector<double> limit_shares(const Estimates& shares, std::size_t variable, std::size_t variables,
                                 std::size_t probs, const QuantileOptions& options) {
  std::vector<double> out;
  const std::size_t per_domain = variables * probs;
  for (std::size_t d = 0; d < shares.estimate.size() / per_domain; ++d)
    for (std::size_t k = 0; k < probs; ++k) {
      const Interval x = interval_of_share(shares, d * per_domain + variable * probs + k, options);
      out.push_back(x.low);
      out.push_back(x.high);
    }
  return out;
}

void set_limits(Quantiles& out, std::size_t variable, std::size_t variables, std::size_t probs,
                const std::vector<double>& limits) {
  out.low.resize(out.estimates.estimate.size());
  out.high.resize(out.low.size());
  for (std::size_t at = 0; at < limits.size(); at += 2) {
    const std::size_t i = at / 2 / probs * variables * probs + variable * probs + at / 2 % probs;
    out.low[i] = limits[at];
    out.high[i] = limits[at + 1];
  }
}

void woodruff_limits(Quantiles& out, const std::vector<OrderedDomains>& variables, std::size_t probs,
                     const QuantileOptions& options) {
  for (std::size_t v = 0; v < variables.size(); ++v) {
    const std::vector<double> shares = limit_shares(out.estimates, v, variables.size(), probs, options);
    set_limits(out, v, variables.size(), probs, variables[v].quantiles(options.rule, shares, 2 * probs));
  }
}

}  // namespace enkat::detail
