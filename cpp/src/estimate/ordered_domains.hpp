#pragma once
#include <memory>
#include <vector>

#include "domain_rows.hpp"
#include "weighted_order.hpp"

namespace enkat::detail {

/// The rows of one variable in order, domain by domain; made once and looked up often.
class OrderedDomains {
 public:
  OrderedDomains(const Design& design, const Numbers& variable, const Codes* by, int threads);

  [[nodiscard]] std::size_t domains() const { return order_.size(); }
  /// nullptr: nobody in the domain.
  [[nodiscard]] const WeightedOrder* order(std::size_t domain) const { return order_[domain].get(); }
  /// Quantiles of every domain at its own shares, `per_domain` each; NaN at a share outside [0, 1] and where nobody is.
  [[nodiscard]] std::vector<double> quantiles(QuantileRule rule, std::span<const double> shares,
                                              std::size_t per_domain) const;

 private:
  std::unique_ptr<DomainRows> rows_;  // the orders are views of it
  std::vector<std::unique_ptr<WeightedOrder>> order_;
  int threads_;
};

}  // namespace enkat::detail
