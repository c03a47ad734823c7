#include "enkat/estimate/interval_logit.hpp"

#include <algorithm>
#include <cmath>

namespace enkat {

Interval interval_logit(const ShareSample& sample) {
  if (!(sample.p > 0 && sample.p < 1)) return {};
  const double centre = std::log(sample.p / (1 - sample.p));
  const double half = two_sided_t(sample.level, sample.df) * sample.se / (sample.p * (1 - sample.p));
  const auto expit = [](double x) { return 1 / (1 + std::exp(-x)); };
  if (std::isnan(half)) return {};
  // there and back may lose the last digit, and p must not fall outside its own interval
  return {std::min(expit(centre - half), sample.p), std::max(expit(centre + half), sample.p)};
}

}  // namespace enkat
