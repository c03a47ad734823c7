#include "enkat/models/cox.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../estimate/influence.hpp"
#include "enkat/base/error.hpp"
#include "risk_sums.hpp"
#include "solve.hpp"

namespace enkat {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What the likelihood adds up at b.
struct Likelihood {
  double value = 0;
  VectorXd gradient;
  MatrixXd information;
};

/// The hazard of the d tied events at one time: for k = 0 .. d-1 a step of size wbar / S0_k around the mean xbar_k.
struct TiedSteps {
  double hazard = 0, hazard_of_dying = 0;  ///< summed over k; for the dying weighted by 1 - k/d
  VectorXd moved, moved_of_dying;          ///< hazard times xbar
  VectorXd mean;                           ///< mean of xbar over k
};

/// The dying at one time: their number, mean weight and sums over them.
struct Dying {
  double count = 0, weight = 0, d0 = 0;
  VectorXd d1;
  MatrixXd d2;
};

Dying dying_of(const detail::SurvivalSample& s, std::size_t begin, std::size_t end, const VectorXd& risk,
               const std::vector<double>& w) {
  const Index p = s.rows.x.cols();
  Dying out{0, 0, 0, VectorXd::Zero(p), MatrixXd::Zero(p, p)};
  for (std::size_t k = begin; k < end; ++k) {
    const std::size_t i = s.order[k];
    if (s.event[i] == 0 || w[i] == 0) continue;
    const auto x = s.rows.x.row(static_cast<Index>(i)).transpose();
    const double r = risk[static_cast<Index>(i)];
    ++out.count;
    out.weight += w[i];
    out.d0 += r;
    out.d1 += r * x;
    out.d2.selfadjointView<Eigen::Upper>().rankUpdate(x, r);
  }
  return out;
}

/// What the d tied events of one time add to the likelihood.
TiedSteps add_events(Likelihood& out, const Dying& dead, const detail::RiskSums& at_risk) {
  const Index p = at_risk.s1.size();
  TiedSteps step{0, 0, VectorXd::Zero(p), VectorXd::Zero(p), VectorXd::Zero(p)};
  const double d = dead.count, weight = dead.weight;
  for (double k = 0; k < d; ++k) {
    const double part = k / d, at = at_risk.s0 - part * dead.d0, size = weight / d / at;
    const VectorXd mean = (at_risk.s1 - part * dead.d1) / at;
    out.value -= weight / d * std::log(at);
    out.gradient -= weight / d * mean;
    out.information += size * (at_risk.s2 - part * dead.d2);
    out.information.selfadjointView<Eigen::Upper>().rankUpdate(mean, -weight / d);
    step.hazard += size;
    step.moved += size * mean;
    step.hazard_of_dying += size * (1 - part);
    step.moved_of_dying += size * (1 - part) * mean;
    step.mean += mean / d;
  }
  return step;
}

/// Score residuals (Binder 1992): a row loses the hazard of all event times at which it is at risk, those up to its
/// time (going forward from the earliest, the end of the order) without those up to its entry.
MatrixXd score_residuals(const detail::SurvivalSample& s, const VectorXd& relative,
                         const std::vector<TiedSteps>& steps) {
  const Index p = s.rows.x.cols();
  MatrixXd out = MatrixXd::Zero(static_cast<Index>(s.order.size()), p);
  std::vector<std::pair<std::size_t, std::size_t>> pieces;
  std::vector<bool> latest;
  detail::for_times(s, [&](std::size_t begin, std::size_t end, bool fresh) {
    pieces.emplace_back(begin, end);
    latest.push_back(fresh);
  });
  double hazard = 0;
  VectorXd moved = VectorXd::Zero(p);
  detail::Entering entering(s);
  const auto x_of = [&](std::size_t i) { return s.rows.x.row(static_cast<Index>(i)).transpose(); };
  for (std::size_t t = pieces.size(); t-- > 0;) {
    const TiedSteps& step = steps[t];
    entering.enter(s.order[pieces[t].first], [&](std::size_t i) {
      out.row(static_cast<Index>(i)) += relative[static_cast<Index>(i)] * (hazard * x_of(i) - moved).transpose();
    });
    for (std::size_t k = pieces[t].first; k < pieces[t].second; ++k) {
      const std::size_t i = s.order[k];
      const auto x = x_of(i);
      const double risk = relative[static_cast<Index>(i)];
      VectorXd r = -risk * (hazard * x - moved);
      if (s.event[i] != 0)
        r += (x - step.mean) - risk * (step.hazard_of_dying * x - step.moved_of_dying);
      else
        r -= risk * (step.hazard * x - step.moved);
      out.row(static_cast<Index>(i)) += r.transpose();
    }
    hazard += step.hazard;
    moved += step.moved;
    if (latest[t]) {
      hazard = 0;
      moved.setZero();
    }
  }
  return out;
}

Likelihood likelihood(const detail::SurvivalSample& s, const VectorXd& b, const std::vector<double>& w,
                      MatrixXd* residual) {
  const Index p = b.size();
  Likelihood out{0, VectorXd::Zero(p), MatrixXd::Zero(p, p)};
  const VectorXd eta = s.rows.x * b;
  const double top = eta.size() > 0 ? eta.maxCoeff() : 0;  // hazards are relative: no overflow
  const VectorXd relative = (eta.array() - top).exp();
  const VectorXd risk = relative.cwiseProduct(Eigen::Map<const VectorXd>(w.data(), eta.size()));
  detail::RiskSums at_risk(s, risk, true);
  std::vector<TiedSteps> steps;
  detail::for_times(s, [&](std::size_t begin, std::size_t end, bool fresh) {
    at_risk.move_to(begin, end, fresh);
    for (std::size_t k = begin; k < end; ++k) {
      const std::size_t i = s.order[k];
      if (s.event[i] == 0 || w[i] == 0) continue;
      out.value += w[i] * (eta[static_cast<Index>(i)] - top);
      out.gradient += w[i] * s.rows.x.row(static_cast<Index>(i)).transpose();
    }
    TiedSteps step = add_events(out, dying_of(s, begin, end, risk, w), at_risk);
    if (residual) steps.push_back(std::move(step));
  });
  out.information.triangularView<Eigen::StrictlyLower>() = out.information.transpose();
  if (residual) *residual = score_residuals(s, relative, steps);
  return out;
}

struct Fit {
  VectorXd b;
  MatrixXd inverse;
  double log_likelihood = 0, at_start = 0;
  int iterations = 0;
};

/// Newton's method, halving steps that lower the likelihood.
Fit fitted(const detail::SurvivalSample& s, const std::vector<std::string>& names, const std::vector<double>& w,
           const VectorXd& start, int most) {
  Fit fit{start, {}, 0, 0, 0};
  Likelihood at = likelihood(s, fit.b, w, nullptr);
  fit.at_start = at.value;
  while (true) {
    const detail::Information information(at.information);
    if (const Index j = information.dependent(); j >= 0) {
      if (fit.iterations > 0)
        detail::refuse_growth(names, fit.b,
                              "its coefficient grows without end: it separates rows with events from "
                              "those without; merge categories or leave it out");
      const std::vector<std::string> others = information.depends_on(names);
      throw Error(ErrorCode::data,
                  others.empty() ? "does not vary among the rows at risk; leave it out"
                                 : "is a linear combination of other columns, the last one '" + others.back() +
                                       "'; leave one of them out",
                  "column '" + names[static_cast<std::size_t>(j)] + "'");
    }
    VectorXd step = information.solve(at.gradient);
    const double drop = step.dot(at.gradient), size = step.cwiseAbs().maxCoeff();
    ++fit.iterations;
    if (size <= 1e-10 * std::max(1.0, fit.b.cwiseAbs().maxCoeff())) {
      fit.b += step;
      fit.inverse = information.inverse();
      fit.log_likelihood = at.value + drop / 2;
      return fit;
    }
    // hazards that differ by a factor of e^30: beyond, the score is rounding
    const VectorXd eta = s.rows.x * fit.b;
    if (fit.iterations >= most || eta.maxCoeff() - eta.minCoeff() > 30)
      detail::refuse_growth(names, step,
                            "its coefficient has not settled; it may separate rows with events from those "
                            "without; merge categories or leave it out");
    Likelihood next = likelihood(s, fit.b + step, w, nullptr);
    for (int half = 0; half < 20 && !(next.value >= at.value - 1e-9 * std::abs(at.value)); ++half) {
      step /= 2;
      next = likelihood(s, fit.b + step, w, nullptr);
    }
    fit.b += step;
    at = std::move(next);
  }
}

}  // namespace

RegressionFit cox(const Design& design, const SurvivalTimes& times, const std::vector<ModelTerm>& terms,
                  const CoxOptions& options) {
  const ModelMatrix x(terms, detail::survival_rows(design, times));
  const detail::SurvivalSample s = detail::survival_sample(x, times);
  // weights that are 1 on average, as they would be without a design
  const auto weights_of = [&](const Design& d) {
    std::vector<double> w;
    for (const std::size_t i : s.rows.row) w.push_back(d.weights()[i]);
    const double mean = std::accumulate(w.begin(), w.end(), 0.0) / static_cast<double>(w.size());
    for (double& v : w) v /= mean;
    return w;
  };
  const std::vector<double> w = weights_of(design);
  const auto p = static_cast<Index>(x.columns());
  const Fit fit = fitted(s, x.names(), w, VectorXd::Zero(p), options.max_iterations);
  const MatrixXd back = detail::unstandardised(x);
  const auto original = [&](const VectorXd& b) {
    const VectorXd v = back * b;
    return std::vector<double>(v.data(), v.data() + v.size());
  };
  RegressionFit out;
  const Design domain = design.where(x.used());
  if (design.replicates()) {
    const auto refitted = in_replicates(
        design,
        [&](const Design& d) { return original(fitted(s, x.names(), weights_of(d), fit.b, options.max_iterations).b); },
        options.threads);
    out.coefficients =
        detail::from_replicates(domain, original(fit.b), refitted, times.time, {nullptr, {}, options.threads});
  } else {
    MatrixXd residual;
    (void)likelihood(s, fit.b, w, &residual);
    const double mean = design.weights()[s.rows.row[0]] / w[0];  // influence values are for the weights of the design
    const MatrixXd z = residual * (back * fit.inverse).transpose() / mean;
    out.coefficients = detail::from_influence(domain, original(fit.b), detail::spread_to_rows(s.rows.row, z, x.rows()),
                                              {nullptr, {}, options.threads});
  }
  out.names = x.names();
  out.term = x.term_of_column();
  out.design_df = out.coefficients.df[0];
  out.df_residual = out.design_df + 1 - static_cast<double>(p);
  std::fill(out.coefficients.df.begin(), out.coefficients.df.end(), out.df_residual);
  out.log_likelihood = fit.log_likelihood;
  out.null_log_likelihood = fit.at_start;
  out.inverse_information = detail::values_of(back * fit.inverse * back.transpose());
  out.used.assign(x.used().begin(), x.used().end());
  out.iterations = fit.iterations;
  return out;
}

}  // namespace enkat
