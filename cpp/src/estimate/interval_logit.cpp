#include "enkat/estimate/interval_logit.hpp"

#include <cmath>

namespace enkat {

Interval interval_logit(const ShareSample& sample) {
  if (!(sample.p > 0 && sample.p < 1)) return {};
  const double centre = std::log(sample.p / (1 - sample.p));
  const double half = two_sided_t(sample.level, sample.df) * sample.se / (sample.p * (1 - sample.p));
  const auto expit = [](double x) { return 1 / (1 + std::exp(-x)); };
  return {expit(centre - half), expit(centre + half)};
}

}  // namespace enkat
