#include "enkat/estimate/interval_wilson.hpp"

#include <algorithm>
#include <cmath>

namespace enkat {

Interval interval_wilson(const ShareSample& sample) {
  const double p = sample.p;
  const double t = two_sided_t(sample.level, sample.df);
  if (std::isnan(t) || sample.n < 1) return {};
  const bool boundary = p <= 0 || p >= 1;
  // 1/n* rather than n*: a standard error of 0 (a census) is then an interval without width, not a division by 0
  const double per_unit = boundary ? 1 / static_cast<double>(sample.n) : sample.se * sample.se / (p * (1 - p));
  const double shift = t * t * per_unit;
  const double half = t * std::sqrt(p * (1 - p) * per_unit + shift * per_unit / 4);
  const double low = (p + shift / 2 - half) / (1 + shift);
  const double high = (p + shift / 2 + half) / (1 + shift);
  return {p <= 0 ? 0 : std::max(low, 0.0), p >= 1 ? 1 : std::min(high, 1.0)};
}

}  // namespace enkat
