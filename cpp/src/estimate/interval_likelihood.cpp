#include "enkat/estimate/interval_likelihood.hpp"

#include <cmath>

namespace enkat {
namespace {

double divergence(double p, double q) { return p * std::log(p / q) + (1 - p) * std::log((1 - p) / (1 - q)); }

/// The q between `inside` (divergence 0) and `outside` (infinite) whose divergence from p is `target`.
double boundary(double p, double inside, double outside, double target) {
  for (int i = 0; i < 200; ++i) {
    const double middle = inside + (outside - inside) / 2;
    if (middle == inside || middle == outside) break;
    (divergence(p, middle) <= target ? inside : outside) = middle;
  }
  return inside;
}

}  // namespace

Interval interval_likelihood(const ShareSample& sample) {
  const double p = sample.p;
  const double n = static_cast<double>(sample.n);
  const double t = two_sided_t(sample.level, sample.df);
  if (!(p > 0 && p < 1) || std::isnan(t) || sample.n < 2) return {};
  const double deff = sample.se * sample.se * n * n / ((n - 1) * p * (1 - p));
  const double target = t * t * deff / (2 * n);
  if (target == 0) return {p, p};  // a census; bisection would stop at the square root of the precision
  return {boundary(p, p, 0, target), boundary(p, p, 1, target)};
}

}  // namespace enkat
