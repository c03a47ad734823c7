#include "ordered_domains.hpp"

#include <limits>

#include "enkat/base/parallel.hpp"

namespace enkat::detail {

OrderedDomains::OrderedDomains(const Design& design, const Numbers& variable, const Codes* by, int threads)
    : rows_(std::make_unique<DomainRows>(design, variable, by)), order_(rows_->domains()), threads_(threads) {
  const int inside = order_.size() > 1 ? 1 : threads;  // threads take domains, or share the rows of the only one
  for_blocks(static_cast<std::int64_t>(order_.size()), threads, [&](std::int64_t g) {
    const auto d = static_cast<std::size_t>(g);
    if (!rows_->values(d).empty())
      order_[d] = std::make_unique<WeightedOrder>(rows_->values(d), rows_->weights(d), inside);
  });
}

std::vector<double> OrderedDomains::quantiles(QuantileRule rule, std::span<const double> shares,
                                              std::size_t per_domain) const {
  const auto possible = [](double p) { return p >= 0 && p <= 1; };
  std::vector<double> out(shares.size(), std::numeric_limits<double>::quiet_NaN());
  for_blocks(static_cast<std::int64_t>(order_.size()), threads_, [&](std::int64_t g) {
    const auto d = static_cast<std::size_t>(g);
    if (!order_[d]) return;
    const std::span<const double> asked = shares.subspan(d * per_domain, per_domain);
    std::vector<double> inside;
    for (const double p : asked)
      if (possible(p)) inside.push_back(p);
    const std::vector<double> found = quantiles_of(*order_[d], rule, inside);
    for (std::size_t k = 0, at = 0; k < per_domain; ++k)
      if (possible(asked[k])) out[d * per_domain + k] = found[at++];
  });
  return out;
}

}  // namespace enkat::detail
