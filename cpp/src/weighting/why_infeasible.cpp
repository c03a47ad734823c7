#include <algorithm>
#include <cmath>

#include "enkat/weighting/calibrate.hpp"
#include "orthonormal.hpp"

namespace enkat {
namespace {

/// The population size that the totals imply, when the constant 1 is a combination of the columns.
std::optional<double> implied_size(std::span<const double> d, const Auxiliary& a, const detail::Orthonormal& basis) {
  Eigen::VectorXd m(static_cast<Eigen::Index>(d.size()));
  for (Eigen::Index i = 0; i < m.size(); ++i) m[i] = std::abs(d[static_cast<std::size_t>(i)]);
  const Eigen::VectorXd c = basis.z.transpose() * m;
  const double left = ((Eigen::VectorXd::Ones(m.size()) - basis.z * c).cwiseAbs2()).dot(m);
  if (a.columns() == 0 || left > 1e-12 * m.sum()) return std::nullopt;
  return c.dot(basis.t);
}

void mean_outside_range(std::span<const double> d, const Auxiliary& a, double size, Infeasible& out) {
  const std::size_t p = a.columns();
  for (std::size_t j = 0; j < p; ++j) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t i = 0; i < d.size(); ++i) {
      if (d[i] == 0) continue;
      low = std::min(low, a.x[i * p + j]);
      high = std::max(high, a.x[i * p + j]);
    }
    const double mean = a.totals[j] / size;
    const double rounding = 1e-9 * std::max(std::abs(low), std::abs(high));
    if (mean >= low - rounding && mean <= high + rounding) continue;
    out.column = j;
    out.wanted_mean = mean;
    out.smallest = low;
    out.largest = high;
    return;
  }
}

bool feasible(std::span<const double> d, const Auxiliary& a, double lower, double upper) {
  CalibrateOptions o;  // the truncated linear distance: piecewise quadratic, settles whenever weights exist
  o.lower = lower;
  o.upper = upper;
  o.tolerance = 1e-8;
  o.max_iterations = 100;
  return calibration_factors(d, a, o).converged;
}

}  // namespace

Infeasible why_infeasible(std::span<const double> d, const Auxiliary& a, const CalibrateOptions& o) {
  Infeasible out;
  const bool unbounded = !std::isfinite(o.lower) && !std::isfinite(o.upper);
  const double floor = unbounded ? 0.0 : o.lower;
  const detail::Orthonormal basis = detail::orthonormal(d, {}, a);
  if (const auto size = implied_size(d, a, basis)) mean_outside_range(d, a, *size, out);
  if (unbounded) return out;
  const auto low = [&](double t) { return 1 - (1 - floor) * t; };
  const auto high = [&](double t) { return 1 + (o.upper - 1) * t; };
  double good = 1;
  while (!feasible(d, a, low(good), high(good))) {
    good *= 2;
    if (good > 1e6) return out;
  }
  double bad = good / 2;
  for (int k = 0; k < 30 && good - bad > 1e-6 * good; ++k) {
    const double middle = (good + bad) / 2;
    (feasible(d, a, low(middle), high(middle)) ? good : bad) = middle;
  }
  out.lower = low(good);
  out.upper = high(good);
  return out;
}

}  // namespace enkat
