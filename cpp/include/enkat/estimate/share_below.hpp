#pragma once
#include <span>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Thresholds of one variable: the same `per_domain` number for every domain, those of the first domain first.
struct Thresholds {
  const Numbers* variable = nullptr;
  std::vector<double> values;
  std::size_t per_domain = 0;

  [[nodiscard]] std::span<const double> of(std::size_t domain) const {
    return std::span(values).subspan(domain * per_domain, per_domain);
  }
};

/// Shares at or below thresholds, in every domain: the weighted distribution function.
///
///   F(t) = sum_i w_i 1[y_i <= t] / sum_i w_i
///
/// Rows are counted between neighbouring thresholds, one category each, so that any number of thresholds costs one
/// pass. Statistics: all of the first domain first; within it variable by variable, threshold by threshold. Rows with a
/// missing value in any of the variables are left out.
/// Checked by: tests/golden `cdf` and the Woodruff intervals of topic 03
[[nodiscard]] Estimates share_below(const Design& design, const std::vector<Thresholds>& thresholds,
                                    const EstimateOptions& options = {});

}  // namespace enkat
