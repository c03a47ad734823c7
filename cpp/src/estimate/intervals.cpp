#include "enkat/estimate/intervals.hpp"

#include <cmath>

namespace enkat {
namespace {

double log_odds(double p) { return std::log(p / (1 - p)); }

/// Standard errors of the log odds from the replicates; empty without them.
std::vector<double> log_odds_errors(const Estimates& e) {
  const Replicates* r = e.source ? e.source->design.replicates() : nullptr;
  if (!r) return {};
  std::vector<double> at(e.estimate), under(e.source->in_replicates);
  for (double& p : at) p = log_odds(p);
  for (double& p : under) p = log_odds(p);
  std::vector<double> v = replicate_variances(*r, at, under);
  for (double& x : v) x = std::sqrt(x);
  return v;
}

}  // namespace

std::vector<Interval> intervals(const Estimates& e, std::string_view method, bool share, double level,
                                std::optional<double> df) {
  const IntervalMethod parsed = parse_interval_method(method);
  const std::vector<double> on_log_odds = share && method == "logit" ? log_odds_errors(e) : std::vector<double>();
  std::vector<Interval> out;
  for (std::size_t i = 0; i < e.estimate.size(); ++i) {
    const double d = df ? *df : e.df[i];
    if (!share) {
      out.push_back(mean_interval(e.estimate[i], e.se[i], d, level));
      continue;
    }
    ShareSample sample{e.estimate[i], e.se[i], d, e.domain_n[i], level, e.df[i]};
    if (!on_log_odds.empty() && std::isfinite(on_log_odds[i]))
      sample.se = on_log_odds[i] * sample.p * (1 - sample.p);  // the delta method turned round
    out.push_back(share_interval(parsed, sample));
  }
  return out;
}

}  // namespace enkat
