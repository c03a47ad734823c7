#include "enkat/inference/two_proportions.hpp"

#include <algorithm>
#include <cmath>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat {
namespace {

void check(double x, double n, double level) {
  if (!(n > 0) || !std::isfinite(n))
    throw Error(ErrorCode::design, "found " + number_text(n) + ", expected numbers of trials over 0", "n");
  if (!(x >= 0 && x <= n))
    throw Error(ErrorCode::design, "found " + number_text(x) + ", expected counts between 0 and n = " + number_text(n),
                "x");
  if (!(level > 0 && level < 1))
    throw Error(ErrorCode::design, "found " + number_text(level) + ", expected a number between 0 and 1", "level");
}

}  // namespace

TwoProportions two_proportions(double x1, double n1, double x2, double n2, double level, bool continuity) {
  check(x1, n1, level);
  check(x2, n2, level);
  const double p1 = x1 / n1, p2 = x2 / n2, p = (x1 + x2) / (n1 + n2), units = 1 / n1 + 1 / n2;
  const double correction = continuity ? std::min(0.5, std::abs(p1 - p2) / units) : 0;
  TwoProportions out;
  out.test.estimate = p1 - p2;
  out.test.df = 1;
  // both groups, successes and failures, have the same deviation
  const double deviation = std::abs(x1 - n1 * p) - correction;
  out.test.statistic = deviation * deviation * units / (p * (1 - p));
  out.test.p_value = chi2_upper(out.test.statistic, 1);
  out.test.se = std::sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
  const double half = normal_quantile((1 + level) / 2) * out.test.se + correction * units;
  out.low = std::max(-1.0, p1 - p2 - half);
  out.high = std::min(1.0, p1 - p2 + half);
  return out;
}

}  // namespace enkat
