#include "quantile_score.hpp"

#include <memory>

#include "domain_rows.hpp"
#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/share_below.hpp"
#include "weighted_order.hpp"

namespace enkat::detail {
namespace {

/// One limit of one quantile being searched: the value at share `fails` is refused, that at `meets` is not.
struct Search {
  double p = 0;
  double sign = 1;  ///< of t se: 1 for the lower limit, -1 for the upper
  double fails = 0, meets = 1;
};

constexpr int halvings = 45;  // a share to 3e-14

/// Values at the middle of every search, for all domains of one variable.
Thresholds middles(const Design& design, const Numbers& variable, const std::vector<Search>& searches, std::size_t each,
                   const QuantileOptions& options) {
  const DomainRows rows(design, variable, options.by);
  Thresholds out{&variable, {}, each};
  for (std::size_t d = 0; d < rows.domains(); ++d) {
    std::vector<double> shares;
    for (std::size_t k = 0; k < each; ++k) {
      const Search& s = searches[d * each + k];
      shares.push_back((s.fails + s.meets) / 2);
    }
    std::vector<double> values(each, 0);
    if (!rows.values(d).empty())
      values =
          quantiles_of(WeightedOrder(rows.values(d), rows.weights(d), options.threads), QuantileRule::math, shares);
    out.values.insert(out.values.end(), values.begin(), values.end());
  }
  return out;
}

}  // namespace

void score_limits(Quantiles& out, const Design& design, const std::vector<const Numbers*>& variables,
                  std::span<const double> probs, const QuantileOptions& options) {
  const std::size_t each = 2 * probs.size();
  const std::size_t domains = out.estimates.estimate.size() / (variables.size() * probs.size());
  out.low.resize(out.estimates.estimate.size());
  out.high.resize(out.low.size());
  for (std::size_t v = 0; v < variables.size(); ++v) {
    std::vector<Search> searches;
    for (std::size_t d = 0; d < domains; ++d)
      for (const double p : probs) {
        searches.push_back({p, 1});
        searches.push_back({p, -1});
      }
    Thresholds at;
    for (int step = 0; step < halvings; ++step) {
      at = middles(design, *variables[v], searches, each, options);
      const Estimates f = share_below(design, {at}, {options.by, DesignEffect::none, options.threads});
      for (std::size_t i = 0; i < searches.size(); ++i) {
        Search& s = searches[i];
        const double t = two_sided_t(options.level, options.df.value_or(f.df[i]));
        const bool meets = f.estimate[i] + s.sign * t * f.se[i] >= s.p;
        (meets ? s.meets : s.fails) = (s.fails + s.meets) / 2;
      }
    }
    for (std::size_t d = 0; d < domains; ++d)
      for (std::size_t k = 0; k < probs.size(); ++k) {
        const std::size_t i = (d * variables.size() + v) * probs.size() + k;
        out.low[i] = at.values[d * each + 2 * k];
        out.high[i] = at.values[d * each + 2 * k + 1];
      }
  }
}

}  // namespace enkat::detail
