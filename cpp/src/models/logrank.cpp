#include "enkat/models/logrank.hpp"

#include <cmath>

#include "../estimate/influence.hpp"
#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "risk_sums.hpp"
#include "solve.hpp"

namespace enkat {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What happens at one time of one stratum.
struct AtTime {
  std::size_t begin = 0, end = 0;
  bool latest = false;  ///< of its stratum
  double at_risk = 0, events = 0, hazard = 0, g = 1;
  VectorXd mean;  ///< Efron's, of the rows at risk
};

/// Efron's treatment of d tied events: the rows at risk lose a d-th of the dying after each of them.
void set_hazard_and_mean(AtTime& at, double d, double s0, const VectorXd& s1, const VectorXd& d1) {
  at.mean = s0 > 0 ? VectorXd(s1 / s0) : VectorXd::Zero(s1.size());
  if (d == 0) return;
  at.mean.setZero();
  for (double k = 0; k < d; ++k) {
    const double left = s0 - k / d * at.events;
    at.hazard += at.events / d / left;
    at.mean += (s1 - k / d * d1) / left / d;
  }
}

std::vector<AtTime> times_of(const detail::SurvivalSample& s, const std::vector<double>& w, double rho) {
  std::vector<AtTime> out;
  const VectorXd weight = Eigen::Map<const VectorXd>(w.data(), static_cast<Index>(w.size()));
  detail::RiskSums at_risk(s, weight, false);
  detail::for_times(s, [&](std::size_t begin, std::size_t end, bool fresh) {
    at_risk.move_to(begin, end, fresh);
    AtTime at{begin, end, fresh, 0, 0, 0, 1, {}};
    double d = 0;
    VectorXd d1 = VectorXd::Zero(s.rows.x.cols());
    for (std::size_t k = begin; k < end; ++k) {
      const std::size_t i = s.order[k];
      if (s.event[i] == 0 || w[i] == 0) continue;
      ++d;
      at.events += w[i];
      d1 += w[i] * s.rows.x.row(static_cast<Index>(i)).transpose();
    }
    at.at_risk = at_risk.s0;
    set_hazard_and_mean(at, d, at_risk.s0, at_risk.s1, d1);
    out.push_back(std::move(at));
  });
  double survival = 1;  // from the earliest time on, the end of the order
  for (std::size_t t = out.size(); t-- > 0;) {
    out[t].g = std::pow(survival, rho);
    if (out[t].at_risk > 0) survival *= 1 - out[t].events / out[t].at_risk;
    if (out[t].latest) survival = 1;
  }
  return out;
}

/// U, and each row's influence on it where asked for.
VectorXd score(const detail::SurvivalSample& s, const std::vector<double>& w, double rho, MatrixXd* influence) {
  const Index p = s.rows.x.cols();
  VectorXd out = VectorXd::Zero(p);
  if (influence) influence->setZero(s.rows.x.rows(), p);
  const std::vector<AtTime> times = times_of(s, w, rho);
  double hazard = 0;
  VectorXd moved = VectorXd::Zero(p);
  detail::Entering entering(s);
  const auto x_of = [&](std::size_t i) { return s.rows.x.row(static_cast<Index>(i)).transpose(); };
  const auto add = [&](std::size_t i, const VectorXd& own) {
    out += w[i] * own;
    if (influence) influence->row(static_cast<Index>(i)) += own.transpose();
  };
  for (std::size_t t = times.size(); t-- > 0;) {
    const AtTime& at = times[t];
    entering.enter(s.order[at.begin], [&](std::size_t i) { add(i, hazard * x_of(i) - moved); });
    if (at.events > 0) {
      hazard += at.g * at.hazard;
      moved += at.g * at.hazard * at.mean;
    }
    for (std::size_t k = at.begin; k < at.end; ++k) {
      const std::size_t i = s.order[k];
      add(i, s.event[i] * at.g * (x_of(i) - at.mean) - (hazard * x_of(i) - moved));
    }
    if (at.latest) {
      hazard = 0;
      moved.setZero();
    }
  }
  return out;
}

}  // namespace

LogRank logrank(const Design& design, const SurvivalTimes& times, const Categories& group, double rho, int threads) {
  const ModelMatrix x({{{{"group", nullptr, &group}}}}, detail::survival_rows(design, times));
  detail::SurvivalSample s = detail::survival_sample(x, times);
  const auto weights_of = [&](const Design& d) {
    std::vector<double> w;
    for (const std::size_t i : s.rows.row) w.push_back(d.weights()[i]);
    return w;
  };
  const auto to_vector = [](const VectorXd& v) { return std::vector<double>(v.data(), v.data() + v.size()); };
  const Design domain = design.where(x.used());
  MatrixXd influence;
  const VectorXd u = score(s, weights_of(design), rho, &influence);
  LogRank out{to_vector(u), {}, 0, static_cast<double>(u.size()), 0};
  if (design.replicates()) {
    const auto again = in_replicates(
        design, [&](const Design& d) { return to_vector(score(s, weights_of(d), rho, nullptr)); }, threads);
    out.covariance = replicate_covariance(*design.replicates(), out.score, again);
  } else {
    const auto z = detail::spread_to_rows(s.rows.row, influence, x.rows());
    out.covariance = detail::from_influence(domain, out.score, z, {nullptr, {}, threads}).covariance();
  }
  const MatrixXd v = Eigen::Map<const MatrixXd>(out.covariance.values.data(), u.size(), u.size());
  const detail::Information information(v);
  if (information.dependent() >= 0)
    throw Error(ErrorCode::design, "the groups cannot be compared: their score has no variance under this design",
                "group");
  out.chi_square = u.dot(information.solve(u));
  out.p_value = chi2_upper(out.chi_square, out.df);
  return out;
}

}  // namespace enkat
