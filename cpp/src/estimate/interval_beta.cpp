#include "enkat/estimate/interval_beta.hpp"

#include <cmath>
#include <limits>

#include "enkat/base/distributions.hpp"

namespace enkat {

Interval clopper_pearson(double x, double n, double level) {
  if (std::isnan(x) || !(n > 0)) return {};
  const double tail = (1 - level) / 2;
  return {x <= 0 ? 0 : beta_quantile(tail, x, n - x + 1), x >= n ? 1 : beta_quantile(1 - tail, x + 1, n - x)};
}

double korn_graubard_n(const ShareSample& sample) {
  const double n = static_cast<double>(sample.n);
  if (sample.p <= 0 || sample.p >= 1) return n;
  const double df = std::isnan(sample.design_df) ? sample.df : sample.design_df;
  const double ratio = two_sided_t(sample.level, n - 1) / two_sided_t(sample.level, df);
  if (std::isnan(ratio)) return ratio;
  if (sample.se == 0) return std::numeric_limits<double>::infinity();
  return sample.p * (1 - sample.p) / (sample.se * sample.se) * ratio * ratio;
}

Interval interval_beta(const ShareSample& sample) {
  const double n = korn_graubard_n(sample);
  if (std::isinf(n)) return {sample.p, sample.p};
  return clopper_pearson(sample.p * n, n, sample.level);
}

}  // namespace enkat
