#include "quantile_score.hpp"

#include <limits>

#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/share_below.hpp"
#include "ordered_domains.hpp"

namespace enkat::detail {
namespace {

/// One limit of one quantile being searched: the value at share `fails` is refused, that at `meets` is not.
struct Search {
  double p = 0;
  double sign = 1;  ///< of t se: 1 for the lower limit, -1 for the upper
  double fails = 0, meets = 1;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< at `meets`

  [[nodiscard]] double middle() const { return (fails + meets) / 2; }
};

constexpr int halvings = 45;  // a share to 3e-14

/// Values at the middle of every search, for all domains of one variable: the first row that reaches the share.
std::vector<double> middles(const OrderedDomains& orders, const std::vector<Search>& searches, std::size_t each) {
  std::vector<double> out(searches.size(), 0);
  for (std::size_t d = 0; d < orders.domains(); ++d) {
    const WeightedOrder* order = orders.order(d);
    if (!order) continue;
    std::vector<double> targets;
    for (std::size_t k = 0; k < each; ++k) targets.push_back(searches[d * each + k].middle() * order->total());
    const std::vector<Place> places = order->find(targets);
    for (std::size_t k = 0; k < each; ++k) out[d * each + k] = places[k].value[1];
  }
  return out;
}

/// Both limits of every quantile of one variable, lower first.
std::vector<Search> searched(const Design& design, const Numbers& variable, std::span<const double> probs,
                             const QuantileOptions& options) {
  const OrderedDomains orders(design, variable, options.by, options.threads);
  const std::size_t each = 2 * probs.size();
  std::vector<Search> searches;
  for (std::size_t d = 0; d < orders.domains(); ++d)
    for (const double p : probs) {
      searches.push_back({p, 1});
      searches.push_back({p, -1});
    }
  for (int step = 0; step < halvings; ++step) {
    const Thresholds at{&variable, middles(orders, searches, each), each};
    const Estimates f = share_below(design, {at}, {options.by, DesignEffect::none, options.threads});
    for (std::size_t i = 0; i < searches.size(); ++i) {
      Search& s = searches[i];
      const double t = two_sided_t(options.level, options.df.value_or(f.df[i]));
      const bool meets = f.estimate[i] + s.sign * t * f.se[i] >= s.p;
      (meets ? s.meets : s.fails) = s.middle();
      if (meets) s.value = at.values[i];
    }
  }
  return searches;
}

}  // namespace

void score_limits(Quantiles& out, const Design& design, const std::vector<const Numbers*>& variables,
                  std::span<const double> probs, const QuantileOptions& options) {
  const std::size_t each = probs.size(), all = variables.size() * each;
  out.low.resize(out.estimates.estimate.size());
  out.high.resize(out.low.size());
  for (std::size_t v = 0; v < variables.size(); ++v) {
    const std::vector<Search> found = searched(design, *variables[v], probs, options);
    for (std::size_t i = 0; i < found.size(); i += 2) {
      const std::size_t at = i / 2 / each * all + v * each + i / 2 % each;
      out.low[at] = found[i].value;
      out.high[at] = found[i + 1].value;
    }
  }
}

}  // namespace enkat::detail
