#include "enkat/estimate/interval_nchs.hpp"

#include <algorithm>

#include "enkat/estimate/interval_beta.hpp"

namespace enkat {

double nchs_n(const ShareSample& sample) {
  // in this order NaN (a design without degrees of freedom) stays NaN
  return std::min(korn_graubard_n(sample), static_cast<double>(sample.n));
}

Interval interval_nchs(const ShareSample& sample) {
  const double n = nchs_n(sample);
  return clopper_pearson(sample.p * n, n, sample.level);
}

ShareReliability share_reliability(const ShareSample& sample) {
  ShareReliability r;
  const double p = sample.p;
  const double df = sample.design_df == sample.design_df ? sample.design_df : sample.df;
  const Interval interval = interval_nchs(sample);
  const double width = interval.high - interval.low;
  r.small_base = sample.n < 30;
  r.small_effective_base = !(nchs_n(sample) >= 30);
  if (r.small_base || r.small_effective_base) return r;
  if (width > 0.05) {
    r.wide = width >= 0.30;
    r.wide_relative = !r.wide && !(width <= 1.30 * p);
  }
  r.complement_wide = width > 0.05 && width > 1.30 * (1 - p);
  r.review = !r.wide && !r.wide_relative && (df < 8 || p <= 0 || p >= 1);
  r.present = !r.wide && !r.wide_relative && !r.review;
  return r;
}

std::vector<std::string_view> ShareReliability::reasons() const {
  std::vector<std::string_view> out;
  if (small_base) out.push_back("small_base");
  if (small_effective_base) out.push_back("small_effective_base");
  if (wide) out.push_back("wide");
  if (wide_relative) out.push_back("wide_relative");
  if (review) out.push_back("review");
  return out;
}

bool count_is_reliable(std::int64_t n, double estimate, const Interval& interval) {
  return n >= 10 && interval.high - interval.low <= 1.60 * estimate;
}

}  // namespace enkat
