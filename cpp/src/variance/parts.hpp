#pragma once
#include <Eigen/Core>
#include <span>

#include "enkat/variance/taylor.hpp"

// The pieces taylor.cpp puts together; each in a file of its own name.

namespace enkat::detail {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// unit_influence.cpp: total of each linearised statistic in each last-stage unit, residuals of adjustments taken.
[[nodiscard]] Matrix unit_influence(const Design& design, const Totals& totals, std::span<const Linear> statistics);

/// residuals.cpp: what adjustments take off: by joint cell and statistic, b such that e_i = w_i (z_i - b_cell).
[[nodiscard]] Matrix cell_residuals(const Design& design, const Totals& totals, std::span<const Linear> statistics);

/// row_residuals.cpp: the rows of e (w_i z_i of each statistic) replaced by their residuals in one adjustment.
void take_residuals(const std::vector<RowRecord>& records, Matrix& e);

/// multistage.cpp: rows D with V = D'D: deviations of unit totals from their stratum's mean, scaled, of every stage.
/// `alone` is empty, or tells for each stage which strata a domain has left with one unit: strata x statistics.
struct StageAlone {
  Eigen::Matrix<bool, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> alone;
  std::vector<double> average;  ///< by statistic: strata with rows of the domain / those of them that are not lonely
};
using Alone = std::vector<StageAlone>;
[[nodiscard]] Matrix scaled_deviations(const Design& design, Matrix unit_totals, const Alone& alone);

/// one_stage.cpp: the variances of designs of one stage without adjustments, for which the second function is.
[[nodiscard]] std::vector<double> one_stage_variances(const Design& design, const Totals& totals,
                                                      std::span<const Linear> statistics);
[[nodiscard]] bool is_one_stage(const Design& design, const Totals& totals);

/// pps.cpp and two_phase.cpp: V = E' Q E from unit totals E, Q of the sample's inclusion probabilities.
[[nodiscard]] Matrix pps_covariance(const Design& design, const Matrix& e);
[[nodiscard]] Matrix two_phase_covariance(const Design& design, const Matrix& e);
/// Whether the design's Q is one of these, and not that of strata and stages.
[[nodiscard]] bool has_pairs(const Design& design);

/// lonely_psu.cpp: what a stratum with n_h = 1 and f_h < 1 contributes.
struct LonelyRule {
  double scale = 0;  ///< factor of (e - centre)^2
  bool centre_at_zero = false;
};
[[nodiscard]] LonelyRule lonely_rule(Lonely option, double fraction);
/// Of every stage: strata that a statistic's domain leaves with one unit (under lonely_in_domains) and the factor of
/// Lonely::average. Empty where no stratum is judged by the domain: Totals::occupied is then empty too.
[[nodiscard]] Alone alone_in_domains(const Design& design, const Totals& totals, std::span<const Linear> statistics);
/// Throws when some stratum of the stage has one unit and rows in the domain; names the strata. For Lonely::fail.
void refuse_lonely(const Design& design, std::size_t number);

/// moments.cpp: the same quadratic form from sums and products by stratum.
[[nodiscard]] std::vector<double> moment_variances(const Design& design, const Totals& totals,
                                                   const std::vector<Linear>& statistics);
[[nodiscard]] Covariance moment_covariance(const Design& design, const Totals& totals,
                                           const std::vector<Linear>& statistics);

/// moments_by_cell.cpp: the same under the adjusted weights of a design without rows.
[[nodiscard]] std::vector<double> moment_variances_by_cell(const Design& design, const Totals& totals,
                                                           const std::vector<Linear>& statistics);
[[nodiscard]] Covariance moment_covariance_by_cell(const Design& design, const Totals& totals,
                                                   const std::vector<Linear>& statistics);

}  // namespace enkat::detail
