#pragma once
#include <string>
#include <vector>

#include "enkat/models/cox.hpp"

namespace enkat {

struct KaplanMeierOptions {
  bool nelson_aalen = false;           ///< exp(-H) in the place of the product: R's svykm
  std::vector<double> times = {};      ///< where the curve is wanted; empty: at the event times of each group
  std::int64_t most_values = 1 << 24;  ///< rows x points up to which the covariance of all points is kept
  int threads = 0;
};

/// Survival curves: one point per group and time.
struct SurvivalCurves {
  std::vector<std::string> groups;  ///< those that have rows
  std::vector<std::size_t> group;   ///< of every point
  std::vector<double> time;
  std::vector<double> survival, se;  ///< se by the delta method from that of log survival; NaN where survival is 0
  std::vector<double> log_se;
  std::vector<double> at_risk, events;  ///< weighted, at the time; events since the point before in `times`
  std::vector<std::int64_t> rows;       ///< at risk, not weighted
  Covariance covariance;                ///< of log survival; empty where there are too many points
  double df = 0;                        ///< of the design, of the rows used
};

/// Kaplan-Meier estimate under the design:
///
///   S(t) = prod_{t_j <= t} (1 - d_j/Y_j)     or     exp(-sum_{t_j <= t} d_j/Y_j)      (Nelson and Aalen)
///
/// d_j   weighted events at time t_j         Y_j   weighted rows at risk, entry < t_j <= time
///
/// Influence of a row on log S(t), D_j = Y_j - d_j (Nelson and Aalen: Y_j):
///
///   z_i(t) = -( event_i 1(t_i <= t)/D(t_i)  -  sum_{entry_i < t_j <= min(t_i, t)} d_j/(Y_j D_j) )
///
/// With replicate weights the curve is made again in each. Source: Kaplan and Meier (1958), JASA 53; Williams (1995),
/// Product-limit survival functions with correlated survival times, Lifetime Data Analysis 1.
/// Checked by: tests/golden/own/kaplan_meier.R, tests/cpp/models/test_kaplan_meier.cpp
/// `group` nullptr: one curve. times.strata plays no part. Throws as enkat::cox.
[[nodiscard]] SurvivalCurves kaplan_meier(const Design& design, const SurvivalTimes& times, const Categories* group,
                                          const KaplanMeierOptions& options = {});

}  // namespace enkat
