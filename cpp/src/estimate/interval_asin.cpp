#include "enkat/estimate/interval_asin.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace enkat {

Interval interval_asin(const ShareSample& sample) {
  if (!(sample.p > 0 && sample.p < 1)) return {};
  const double centre = std::asin(std::sqrt(sample.p));
  const double half = two_sided_t(sample.level, sample.df) * sample.se / (2 * std::sqrt(sample.p * (1 - sample.p)));
  if (std::isnan(half)) return {};
  const auto share = [](double angle) {
    const double s = std::sin(std::clamp(angle, 0.0, std::numbers::pi / 2));
    return s * s;
  };
  // there and back may lose the last digit, and p must not fall outside its own interval
  return {std::min(share(centre - half), sample.p), std::max(share(centre + half), sample.p)};
}

}  // namespace enkat
