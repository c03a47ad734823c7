#include "enkat/weighting/diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace enkat {
namespace {

double standardised(double gap, double sd) {
  if (sd > 0) return gap / sd;
  return gap == 0 ? 0 : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> shares(std::span<const double> weights, const Codes& codes) {
  std::vector<double> out(static_cast<std::size_t>(codes.levels()), 0);
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::int32_t k = codes.at(static_cast<std::int64_t>(i));
    if (weights[i] == 0 || k < 0) continue;
    out[static_cast<std::size_t>(k)] += weights[i];
    sum += weights[i];
  }
  for (double& s : out) s /= sum;
  return out;
}

struct Moments {
  double mean = 0, sd = 0;
};

Moments moments(std::span<const double> weights, std::span<const double> x) {
  double sum = 0, wx = 0, squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (weights[i] == 0) continue;
    sum += weights[i];
    wx += weights[i] * x[i];
  }
  const double mean = wx / sum;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (weights[i] != 0) squares += weights[i] * (x[i] - mean) * (x[i] - mean);
  return {mean, std::sqrt(std::max(0.0, squares / sum))};
}

}  // namespace

std::vector<Balance> balance(std::span<const double> before, std::span<const double> after, const Codes& codes,
                             const std::vector<double>& target_shares) {
  const std::vector<double> b = shares(before, codes), a = shares(after, codes);
  std::vector<Balance> out(target_shares.size());
  for (std::size_t k = 0; k < out.size(); ++k) {
    const double p = target_shares[k], sd = std::sqrt(std::max(0.0, p * (1 - p)));
    out[k] = {b[k], a[k], p, standardised(b[k] - p, sd), standardised(a[k] - p, sd)};
  }
  return out;
}

Balance balance(std::span<const double> before, std::span<const double> after, std::span<const double> x,
                double target_mean) {
  const Moments b = moments(before, x), a = moments(after, x);
  return {b.mean, a.mean, target_mean, standardised(b.mean - target_mean, b.sd),
          standardised(a.mean - target_mean, b.sd)};
}

WeightHistogram weight_histogram(std::span<const double> weights, int bins) {
  WeightHistogram out{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                      std::vector<std::int64_t>(static_cast<std::size_t>(bins), 0)};
  for (const double w : weights) {
    if (w == 0) continue;
    out.low = std::min(out.low, w);
    out.high = std::max(out.high, w);
  }
  for (const double w : weights) {
    if (w == 0) continue;
    const double at = out.high > out.low ? (w - out.low) / (out.high - out.low) * bins : 0;
    ++out.count[static_cast<std::size_t>(std::min(static_cast<double>(bins - 1), at))];
  }
  return out;
}

}  // namespace enkat
