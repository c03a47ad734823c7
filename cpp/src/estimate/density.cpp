#include "density.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "weighted_order.hpp"

namespace enkat::detail {
namespace {

double bandwidth(std::span<const double> y, std::span<const double> w) {
  double n = 0, squares = 0, mean = 0, spread = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    n += w[i];
    squares += w[i] * w[i];
    mean += w[i] * y[i];
  }
  mean /= n;
  for (std::size_t i = 0; i < y.size(); ++i) spread += w[i] * (y[i] - mean) * (y[i] - mean);
  const double sd = std::sqrt(spread / n);
  const std::vector<double> quartile =
      quantiles_of(WeightedOrder(y, w, 1), QuantileRule::math, std::vector<double>{0.25, 0.75});
  const double range = (quartile[1] - quartile[0]) / 1.34;
  return 0.9 * (range > 0 ? std::min(sd, range) : sd) * std::pow(n * n / squares, -0.2);
}

}  // namespace

double density_at(double x, std::span<const double> values, std::span<const double> weights) {
  if (values.empty()) return 0;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) return x == *least ? std::numeric_limits<double>::quiet_NaN() : 0;  // all in one point
  const double h = bandwidth(values, weights);
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double u = (x - values[i]) / h;
    sum += weights[i] * std::exp(-u * u / 2);
    n += weights[i];
  }
  return sum / (n * h * std::sqrt(2 * std::numbers::pi));
}

}  // namespace enkat::detail
