#include "enkat/estimate/interval_wald.hpp"

namespace enkat {

Interval interval_wald(const ShareSample& sample) {
  return mean_interval(sample.p, sample.se, sample.df, sample.level);
}

}  // namespace enkat
