#include "enkat/estimate/quintile_share.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "by_influence.hpp"
#include "enkat/base/error.hpp"
#include "weighted_order.hpp"

namespace enkat {
namespace {

using Values = std::span<const double>;

/// The total of the poorest part of a domain, and the influence of each row on it.
struct Poorest {
  double total = 0;
  std::vector<double> influence;
};

Poorest at_or_below(Values y, Values w, double quantile) {
  Poorest out{0, std::vector<double>(y.size())};
  double below = 0, all = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    all += w[i];
    if (y[i] > quantile) continue;
    below += w[i];
    out.total += w[i] * y[i];
  }
  for (std::size_t i = 0; i < y.size(); ++i)
    out.influence[i] = (y[i] <= quantile ? y[i] - quantile : 0) + quantile * below / all;
  return out;
}

/// Exactly `share` of the weight: the integral of the quantile function from 0 to share * N.
Poorest part(Values y, Values w, const detail::Ranking& rank, double share) {
  Poorest out{0, std::vector<double>(y.size())};
  const double target = share * rank.all_weight;
  double sum = 0, limit = y[rank.order.back()];
  for (const std::uint32_t i : rank.order) {
    const double taken = std::min(w[i], target - sum);
    out.total += taken * y[i];
    sum += w[i];
    if (sum < target) continue;
    limit = y[i];
    break;
  }
  for (std::size_t i = 0; i < y.size(); ++i) out.influence[i] = std::min(y[i] - limit, 0.0) + share * limit;
  return out;
}

detail::DomainStatistic ratio_of(Values y, Values w, double share, QuintileDefinition definition) {
  Poorest low, rest;  // the poorest share, and all but the richest
  if (definition == QuintileDefinition::smooth) {
    const detail::Ranking rank = detail::ranked(y, w);
    low = part(y, w, rank, share);
    rest = part(y, w, rank, 1 - share);
  } else {
    const detail::WeightedOrder order(y, w, 1);
    const std::vector<double> q =
        detail::quantiles_of(order, QuantileRule::math, std::vector<double>{share, 1 - share});
    low = at_or_below(y, w, q[0]);
    rest = at_or_below(y, w, q[1]);
  }
  if (!(low.total > 0)) return {std::numeric_limits<double>::quiet_NaN(), {}};
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) total += w[i] * y[i];
  const double ratio = (total - rest.total) / low.total;
  for (std::size_t i = 0; i < y.size(); ++i)
    low.influence[i] = (y[i] - rest.influence[i] - ratio * low.influence[i]) / low.total;
  return {ratio, std::move(low.influence)};
}

}  // namespace

Estimates quintile_share(const Design& design, const std::vector<const Numbers*>& variables, double share,
                         QuintileDefinition definition, const EstimateOptions& options) {
  if (!(share > 0 && share <= 0.5))
    throw Error(ErrorCode::design, "found " + std::to_string(share) + ", expected a number over 0 and at most 0.5",
                "share");
  return detail::by_influence(
      design, variables, [=](Values y, Values w, bool) { return ratio_of(y, w, share, definition); }, options);
}

}  // namespace enkat
