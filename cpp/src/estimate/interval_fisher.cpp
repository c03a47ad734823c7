#include "enkat/estimate/interval_fisher.hpp"

#include <cmath>

namespace enkat {

Interval interval_fisher(double r, double se, double df, double level) {
  if (!(std::abs(r) < 1)) return {};
  const double half = two_sided_t(level, df) * se / (1 - r * r);
  if (std::isnan(half)) return {};
  return {std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
}

}  // namespace enkat
