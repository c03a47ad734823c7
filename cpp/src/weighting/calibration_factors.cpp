#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "distance.hpp"
#include "enkat/base/error.hpp"
#include "enkat/weighting/calibrate.hpp"
#include "orthonormal.hpp"

namespace enkat {
namespace {

using detail::DistanceFunction;
using detail::Orthonormal;

void check(std::span<const double> d, const Auxiliary& a, const CalibrateOptions& o) {
  if (a.x.size() != d.size() * a.columns())
    throw Error(ErrorCode::design, "calibration columns of another length than the weights", "calibrate");
  if (!(o.lower < 1 && o.upper > 1))
    throw Error(ErrorCode::design,
                "found " + std::to_string(o.lower) + " and " + std::to_string(o.upper) +
                    ", expected a lower bound under 1 and an upper bound over 1 of new to old weight",
                "bounds");
  if (o.distance == Distance::logit && !(std::isfinite(o.lower) && std::isfinite(o.upper)))
    throw Error(ErrorCode::design, "the logit distance needs both, as bounds=(0.3, 3)", "bounds");
  for (std::size_t i = 0; i < o.q.size(); ++i)
    if (d[i] != 0 && !(o.q[i] > 0 && std::isfinite(o.q[i])))
      throw Error(ErrorCode::design,
                  "row " + std::to_string(i + 1) + " has " + std::to_string(o.q[i]) + ", expected a number over 0",
                  "variance");
}

/// The calibration equations in the orthonormal basis z:  sum_i d_i F(z_i'b/q_i) z_i = t.
class Equations {
 public:
  Equations(std::span<const double> d, const CalibrateOptions& o, const Orthonormal& basis)
      : d_(d), q_(o.q), f_(o), basis_(basis) {}

  /// t - sum d F z at b; fills the Jacobian when it is asked for.
  Eigen::VectorXd missing(const Eigen::VectorXd& b, Eigen::MatrixXd* jacobian) const {
    Eigen::VectorXd out = basis_.t, slope;
    if (jacobian) slope.resize(basis_.z.rows());
    const Eigen::VectorXd zb = basis_.z * b;
    for (Eigen::Index i = 0; i < zb.size(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (jacobian) slope[i] = 0;
      if (d_[at] == 0) continue;
      const double q = q_.empty() ? 1.0 : q_[at];
      const auto v = f_(zb[i] / q);
      out.noalias() -= d_[at] * v.g * basis_.z.row(i).transpose();
      if (jacobian) slope[i] = d_[at] / q * v.slope;
    }
    if (jacobian) *jacobian = basis_.z.transpose() * slope.asDiagonal() * basis_.z;
    return out;
  }
  [[nodiscard]] std::vector<double> factors(const Eigen::VectorXd& b) const {
    const Eigen::VectorXd zb = basis_.z * b;
    std::vector<double> g(d_.size(), 1);
    for (std::size_t i = 0; i < g.size(); ++i)
      if (d_[i] != 0) g[i] = f_(zb[static_cast<Eigen::Index>(i)] / (q_.empty() ? 1.0 : q_[i])).g;
    return g;
  }

 private:
  std::span<const double> d_, q_;
  DistanceFunction f_;
  const Orthonormal& basis_;
};

/// The part of the Newton step that does not go past the minimum along it by more than half its slope: the dual
/// problem is convex, so the slope along the step rises from -slope0.
double step_length(const Equations& equations, const Eigen::VectorXd& b, const Eigen::VectorXd& step, double slope0) {
  double length = 1;
  for (int k = 0; k < 60; ++k, length /= 2) {
    const Eigen::VectorXd left = equations.missing(b + length * step, nullptr);
    const double slope = -left.dot(step);
    if (std::isfinite(slope) && slope <= 0.5 * std::abs(slope0)) break;
  }
  return length;
}

/// sum d |x| of every column, or its total where that is larger: what a gap is relative to.
Eigen::VectorXd scales(std::span<const double> d, const Auxiliary& a) {
  Eigen::VectorXd scale = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(a.columns()));
  for (std::size_t i = 0; i < d.size(); ++i)
    for (std::size_t j = 0; j < a.columns(); ++j)
      scale[static_cast<Eigen::Index>(j)] += std::abs(d[i] * a.x[i * a.columns() + j]);
  for (std::size_t j = 0; j < a.columns(); ++j) {
    double& s = scale[static_cast<Eigen::Index>(j)];
    s = std::max(s, std::abs(a.totals[j]));
    if (s == 0) s = 1;
  }
  return scale;
}

Eigen::VectorXd newton_step(Eigen::MatrixXd jacobian, const Eigen::VectorXd& missing) {
  // rows at a bound have no slope; what they leave undetermined is kept small
  jacobian.diagonal().array() += 1e-13 * std::max(1.0, jacobian.diagonal().maxCoeff());
  return jacobian.colPivHouseholderQr().solve(missing);
}

}  // namespace

CalibrationFactors calibration_factors(std::span<const double> d, const Auxiliary& a, const CalibrateOptions& o) {
  check(d, a, o);
  const Orthonormal basis = detail::orthonormal(d, o.q, a);
  const Equations equations(d, o, basis);
  const Eigen::VectorXd scale = scales(d, a);
  CalibrationFactors out;
  out.dependent = basis.dependent;
  Eigen::VectorXd b = Eigen::VectorXd::Zero(basis.t.size()), relative;
  bool polished = false;
  for (;;) {
    Eigen::MatrixXd jacobian;
    const Eigen::VectorXd missing = equations.missing(b, &jacobian);
    relative = (basis.r.transpose() * missing).cwiseAbs().cwiseQuotient(scale);
    const double largest = relative.size() ? relative.maxCoeff() : 0;
    if (!polished) out.largest_gap.push_back(largest);
    out.converged = largest <= o.tolerance;
    // one step beyond the tolerance: Newton's method squares the error, and weights are compared to many digits
    if (polished || !std::isfinite(largest) || (!out.converged && out.iterations >= o.max_iterations)) break;
    polished = out.converged;
    const Eigen::VectorXd step = newton_step(std::move(jacobian), missing);
    if (!step.allFinite()) break;
    b += step_length(equations, b, step, missing.dot(step)) * step;
    out.iterations += !polished;
  }
  out.gap.assign(relative.data(), relative.data() + relative.size());
  out.g = equations.factors(b);
  return out;
}

}  // namespace enkat
