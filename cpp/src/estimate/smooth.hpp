#pragma once
#include <functional>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat::detail {

/// A smooth function of totals in the making, where Form (a ratio) is not enough.
struct SmoothStatistic {
  std::function<double(const std::vector<double>&)> value;  ///< at any totals: of the sample, or of a replicate
  Linear linear;                                            ///< its first-order expansion at the sample's totals
  Linear base;                                              ///< columns whose counts and weights make the base
  std::size_t group = 0;
};

/// Values, standard errors (linearised, or from the replicates), bases and degrees of freedom.
[[nodiscard]] Estimates finish_smooth(const Design& design, std::shared_ptr<const Totals> totals,
                                      const DomainSize& size, const std::vector<SmoothStatistic>& statistics,
                                      int threads);

/// coefficient * (terms), appended.
void add_terms(Linear& to, const Linear& terms, double coefficient);

}  // namespace enkat::detail
