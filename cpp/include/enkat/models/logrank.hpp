#pragma once
#include "enkat/models/cox.hpp"

namespace enkat {

/// A test that the hazards of some groups are the same.
struct LogRank {
  std::vector<double> score;   ///< U, of every group but the first
  Covariance covariance;       ///< of U under the design
  double chi_square = 0;       ///< U' V^-1 U
  double df = 0, p_value = 0;  ///< groups - 1
};

/// Design-based log-rank test, and its G-rho family:
///
///   U = sum_i w_i u_i,   u_i = event_i g(t_i) (x_i - xbar(t_i)) - sum_{t <= t_i} g(t) (x_i - xbar(t)) dL(t)
///
/// x      indicators of the groups but the first     xbar(t)   their weighted mean among the rows at risk at t
/// dL     hazard of an event at t                    g(t)      S(t-)^rho, S the weighted Kaplan-Meier estimate
///
/// u_i are also the influence values. Tied events: Efron's mean and hazard (as R's svylogrank). Without ties U is the
/// weighted sum of observed minus expected events. Strata are summed over. Rows are at risk as in enkat::cox.
/// Source: Rader (2014), Methods for analysis of complex survey data, Harvard; Harrington and Fleming (1982),
/// Biometrika 69.  Checked by: tests/golden logrank
[[nodiscard]] LogRank logrank(const Design& design, const SurvivalTimes& times, const Categories& group, double rho = 0,
                              int threads = 0);

}  // namespace enkat
