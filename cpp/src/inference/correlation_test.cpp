#include "enkat/inference/correlation_test.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "by_influence.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/interval.hpp"
#include "grouped_rows.hpp"
#include "t_of.hpp"

namespace enkat {
namespace {

using detail::WithInfluence;

/// Weighted mean and standard deviation of the rows of non-zero weight.
struct Spread {
  double mean = 0, sd = 0;
};

Spread spread_of(const std::vector<double>& v, const std::vector<double>& w, double whole) {
  Spread out;
  for (std::size_t i = 0; i < v.size(); ++i)
    if (w[i] != 0) out.mean += w[i] * v[i] / whole;
  for (std::size_t i = 0; i < v.size(); ++i)
    if (w[i] != 0) out.sd += w[i] * (v[i] - out.mean) * (v[i] - out.mean) / whole;
  out.sd = std::sqrt(out.sd);
  return out;
}

WithInfluence correlation(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& w,
                          bool full) {
  double whole = 0;
  for (const double v : w) whole += v;
  const Spread a = spread_of(x, w, whole), b = spread_of(y, w, whole);
  WithInfluence out;
  for (std::size_t i = 0; i < w.size(); ++i)
    if (w[i] != 0) out.estimate += w[i] * (x[i] - a.mean) / a.sd * ((y[i] - b.mean) / b.sd) / whole;
  if (!full) return out;
  out.z.assign(w.size(), 0);
  for (std::size_t i = 0; i < w.size(); ++i) {
    if (w[i] == 0) continue;
    const double u = (x[i] - a.mean) / a.sd, v = (y[i] - b.mean) / b.sd;
    out.z[i] = (u * v - out.estimate * (u * u + v * v) / 2) / whole;
  }
  return out;
}

/// Estimated population ranks over N among the rows of non-zero weight; 0 elsewhere.
std::vector<double> ranks_of(const std::vector<double>& v, const std::vector<double>& w) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < v.size(); ++i)
    if (w[i] != 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return v[a] < v[b]; });
  std::vector<double> out(v.size(), 0);
  double cumulated = 0;
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    double tied = 0;
    for (; to < order.size() && v[order[to]] == v[order[from]]; ++to) tied += w[order[to]];
    for (std::size_t k = from; k < to; ++k) out[order[k]] = cumulated + tied / 2;
    cumulated += tied;
  }
  for (double& r : out) r /= cumulated;
  return out;
}

std::vector<double> values_of(const Numbers& v) { return {v.values.begin(), v.values.end()}; }

void check_constant(const std::vector<double>& v, const std::vector<std::uint8_t>& used, const char* which) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t i = 0; i < v.size(); ++i)
    if (used[i]) {
      low = std::min(low, v[i]);
      high = std::max(high, v[i]);
    }
  if (!(low < high)) throw Error(ErrorCode::data, "is constant in the rows used, expected values that differ", which);
}

}  // namespace

Test correlation_test(const Design& design, const Numbers& x, const Numbers& y, bool ranks, double level, int threads) {
  std::vector<std::uint8_t> used = detail::used_rows(design, x);
  const std::vector<std::uint8_t> with_y = detail::used_rows(design, y);
  for (std::size_t i = 0; i < used.size(); ++i) used[i] &= with_y[i];
  const std::vector<double> a = values_of(x), b = values_of(y);
  check_constant(a, used, "x");
  check_constant(b, used, "y");
  const Estimates r = detail::by_influence(
      design, {&x, &y},
      [&](const std::vector<double>& w, bool full) {
        return ranks ? correlation(ranks_of(a, w), ranks_of(b, w), w, full) : correlation(a, b, w, full);
      },
      threads);
  Test out = detail::t_of(r.estimate[0], r.se[0], 0, detail::test_df(design, used, 1), level);
  const Interval z = mean_interval(std::atanh(out.estimate), out.se / (1 - out.estimate * out.estimate), out.df, level);
  out.low = std::tanh(z.low);
  out.high = std::tanh(z.high);
  return out;
}

}  // namespace enkat
