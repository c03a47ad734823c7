#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

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

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double widest = 1 << 20;

/// The smallest t of at least 1 at which `ok`, which stays true from there on; infinite where none up to `widest` is.
template <class Ok>
double smallest_step(Ok&& ok) {
  double good = 1, bad = 1;
  while (!ok(good)) {
    if (good >= widest) return never;
    bad = good;
    good *= 2;
  }
  for (int k = 0; k < 30 && good - bad > 1e-6 * good; ++k) {
    const double middle = (good + bad) / 2;
    (ok(middle) ? good : bad) = middle;
  }
  return good;
}

/// A lower bound t times as wide: divided by t where it is positive, so that it stays so, else lowered by t - 1.
double lowered(double lower, double t) { return lower > 0 ? lower / t : lower - (t - 1); }

struct Bounds {
  double lower, upper;
};

/// The smallest bounds that would do around those asked for: one side alone where that is enough (the one that needs
/// less), else both by the same factor and each drawn back as far as the other then allows.
std::optional<Bounds> widened(std::span<const double> d, const Auxiliary& a, double lower, double upper) {
  const auto ok = [&](double low, double high) { return feasible(d, a, low, high); };
  const double up = smallest_step([&](double t) { return ok(lower, upper * t); });
  const double down = smallest_step([&](double t) { return ok(lowered(lower, t), upper); });
  if (std::isfinite(up) && up <= down) return Bounds{lower, upper * up};
  if (std::isfinite(down)) return Bounds{lowered(lower, down), upper};
  const double both = smallest_step([&](double t) { return ok(lowered(lower, t), upper * t); });
  if (!std::isfinite(both)) return std::nullopt;
  const double low = lowered(lower, both);
  const double high = upper * std::min(both, smallest_step([&](double t) { return ok(low, upper * t); }));
  const double drawn = smallest_step([&](double t) { return ok(lowered(lower, t), high); });
  return Bounds{std::isfinite(drawn) ? lowered(lower, std::min(drawn, both)) : low, high};
}

}  // namespace

Infeasible why_infeasible(std::span<const double> d, const Auxiliary& a, const CalibrateOptions& o) {
  Infeasible out;
  const bool unbounded = !std::isfinite(o.lower) && !std::isfinite(o.upper);
  const detail::Orthonormal basis = detail::orthonormal(d, {}, a);
  if (const auto size = implied_size(d, a, basis)) mean_outside_range(d, a, *size, out);
  if (unbounded || !(o.upper > 0)) return out;
  const auto found = widened(d, a, o.lower, o.upper);
  if (!found) return out;
  out.lower = found->lower;
  out.upper = found->upper;
  return out;
}

}  // namespace enkat
