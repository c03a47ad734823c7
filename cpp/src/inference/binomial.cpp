#include "enkat/inference/binomial.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat {
namespace {

void check_counts(double x, double n) {
  if (!(n > 0) || !std::isfinite(n))
    throw Error(ErrorCode::design, "found " + number_text(n) + ", expected a number of trials over 0", "n");
  if (!(x >= 0 && x <= n))
    throw Error(ErrorCode::design, "found " + number_text(x) + ", expected a count between 0 and n = " + number_text(n),
                "x");
}

/// The score limits of a share p of n, on the side of `sign`.
double score_limit(double p, double n, double z, double sign) {
  const double half = z * z / (2 * n);
  return (p + half + sign * z * std::sqrt(p * (1 - p) / n + half / (2 * n))) / (1 + 2 * half);
}

Interval wilson(double x, double n, double z, double correction) {
  const double low = x / n - correction / n, high = x / n + correction / n;
  return {low <= 0 ? 0 : std::max(0.0, score_limit(low, n, z, -1)),
          high >= 1 ? 1 : std::min(1.0, score_limit(high, n, z, 1))};
}

Interval around(double p, double n, double z) {
  const double half = z * std::sqrt(p * (1 - p) / n);
  return {p - half, p + half};
}

double log_density(double k, double n, double p) {
  if (p == 0 || p == 1) return k == n * p ? 0 : -std::numeric_limits<double>::infinity();
  return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) + (n - k) * std::log1p(-p);
}

/// The first k of an interval of whole numbers at which `is_small` holds; it holds for all after the first.
template <class F>
double first_small(double low, double high, F&& is_small) {
  while (low < high) {
    const double middle = std::floor((low + high) / 2);
    if (is_small(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

}  // namespace

BinomialMethod parse_binomial_method(std::string_view name) {
  if (name == "wilson") return BinomialMethod::wilson;
  if (name == "wilson_continuity") return BinomialMethod::wilson_continuity;
  if (name == "clopper_pearson") return BinomialMethod::clopper_pearson;
  if (name == "wald") return BinomialMethod::wald;
  if (name == "agresti_coull") return BinomialMethod::agresti_coull;
  if (name == "jeffreys") return BinomialMethod::jeffreys;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) +
                  "', expected 'wilson', 'wilson_continuity', 'clopper_pearson', 'wald', 'agresti_coull' or 'jeffreys'",
              "method");
}

Interval binomial_interval(double x, double n, BinomialMethod method, double level) {
  check_counts(x, n);
  if (!(level > 0 && level < 1))
    throw Error(ErrorCode::design, "found " + number_text(level) + ", expected a number between 0 and 1", "level");
  const double tail = (1 - level) / 2, z = -normal_quantile(tail);
  switch (method) {
    case BinomialMethod::wilson:
      return wilson(x, n, z, 0);
    case BinomialMethod::wilson_continuity:
      return wilson(x, n, z, std::min(0.5, std::abs(x - n / 2)));
    case BinomialMethod::clopper_pearson:
      return {x == 0 ? 0 : beta_quantile(tail, x, n - x + 1), x == n ? 1 : beta_quantile(1 - tail, x + 1, n - x)};
    case BinomialMethod::wald:
      return around(x / n, n, z);
    case BinomialMethod::agresti_coull:
      return around((x + z * z / 2) / (n + z * z), n + z * z, z);
    case BinomialMethod::jeffreys:
      break;
  }
  return {beta_quantile(tail, x + 0.5, n - x + 0.5), beta_quantile(1 - tail, x + 0.5, n - x + 0.5)};
}

double binomial_test(double x, double n, double p) {
  check_counts(x, n);
  if (x != std::floor(x) || n != std::floor(n))
    throw Error(ErrorCode::design, "found " + number_text(x) + " of " + number_text(n) + ", expected whole counts",
                "x");
  if (!(p >= 0 && p <= 1))
    throw Error(ErrorCode::design, "found " + number_text(p) + ", expected a probability between 0 and 1", "p");
  const double limit = log_density(x, n, p) + std::log1p(1e-7), mean = n * p;
  const auto is_small = [&](double k) { return log_density(k, n, p) <= limit; };
  if (x == mean) return 1;
  if (x < mean) {  // the other side: the first count above the mean that is as unlikely
    const double y = first_small(std::ceil(mean), n + 1, is_small);
    return std::min(1.0, binomial_cdf(x, n, p) + (y > n ? 0 : binomial_at_least(y, n, p)));
  }
  const double y = -first_small(-std::floor(mean), 1, [&](double k) { return is_small(-k); });
  return std::min(1.0, binomial_at_least(x, n, p) + (y < 0 ? 0 : binomial_cdf(y, n, p)));
}

}  // namespace enkat
