#include <cmath>

#include "parts.hpp"

namespace enkat::detail {
namespace {

/// Totals of the units of the stage before.
Matrix rolled_up(const Matrix& e, const Stage& stage, std::size_t parents) {
  Matrix up = Matrix::Zero(static_cast<Eigen::Index>(parents), e.cols());
  for (std::size_t u = 0; u < stage.units(); ++u) up.row(stage.parent[u]) += e.row(static_cast<Eigen::Index>(u));
  return up;
}

/// Where a domain left a stratum with one unit: centred at zero under adjust, else without contribution.
void recentre(Matrix& e, Matrix& mean, Eigen::Index unit, std::int32_t stratum, const StageAlone& here, Lonely option) {
  for (Eigen::Index j = 0; j < e.cols(); ++j) {
    if (!here.alone(stratum, j)) continue;
    mean(stratum, j) = 0;
    if (option != Lonely::adjust) e(unit, j) = 0;
  }
}

/// Replaces the totals of one stage by sqrt(m_h (1 - f_h) n_h/(n_h - 1)) (e_hi - ebar_h), m_h the product of the
/// sampling fractions of the stages before.
void deviate(Matrix& e, const Stage& s, const std::vector<double>& multiplier, Lonely option, const Alone& alone,
             std::size_t number) {
  Matrix mean = Matrix::Zero(static_cast<Eigen::Index>(s.strata()), e.cols());
  for (std::size_t u = 0; u < s.units(); ++u) mean.row(s.stratum[u]) += e.row(static_cast<Eigen::Index>(u));
  std::vector<double> scale(s.strata());
  for (std::size_t h = 0; h < s.strata(); ++h) {
    const auto n = static_cast<double>(s.sampled[h]);
    mean.row(static_cast<Eigen::Index>(h)) /= n;
    scale[h] = s.sampled[h] > 1 ? (1 - s.fraction[h]) * n / (n - 1) : 0;
    if (s.lonely(h)) {
      const LonelyRule rule = lonely_rule(option, s.fraction[h]);
      scale[h] = rule.scale;
      if (rule.centre_at_zero) mean.row(static_cast<Eigen::Index>(h)).setZero();
    }
    scale[h] = std::sqrt(scale[h] * multiplier[h]);
  }
  for (std::size_t u = 0; u < s.units(); ++u) {
    const auto row = static_cast<Eigen::Index>(u);
    if (!alone.empty()) recentre(e, mean, row, s.stratum[u], alone[number], option);
    e.row(row) = (e.row(row) - mean.row(s.stratum[u])) * scale[static_cast<std::size_t>(s.stratum[u])];
    if (!s.probability.empty()) e.row(row) *= std::sqrt(1 - s.probability[u]);  // Brewer, in the place of 1 - f_h
  }
  if (!alone.empty() && option == Lonely::average)
    for (Eigen::Index j = 0; j < e.cols(); ++j)
      e.col(j) *= std::sqrt(alone[number].average[static_cast<std::size_t>(j)]);
}

/// Product of the sampling fractions of the stages before, by stratum of the stage.
std::vector<double> next_multiplier(const Stage& before, const Stage& stage, const std::vector<double>& multiplier) {
  std::vector<double> next(stage.strata(), 0);
  for (std::size_t u = 0; u < stage.units(); ++u) {
    const auto parent = static_cast<std::size_t>(stage.parent[u]);
    const auto h = static_cast<std::size_t>(before.stratum[parent]);
    const double f = before.probability.empty() ? before.fraction[h] : before.probability[parent];
    next[static_cast<std::size_t>(stage.stratum[u])] = multiplier[h] * f;
  }
  return next;
}

}  // namespace

Matrix scaled_deviations(const Design& design, Matrix unit_totals, const Alone& alone) {
  const std::vector<Stage>& stages = design.stages();
  std::vector<Matrix> by_stage(stages.size());
  by_stage.back() = std::move(unit_totals);
  for (std::size_t s = stages.size(); s-- > 1;)
    by_stage[s - 1] = rolled_up(by_stage[s], stages[s], stages[s - 1].units());
  std::vector<double> multiplier(stages.front().strata(), 1.0);
  Eigen::Index rows = 0;
  for (std::size_t s = 0; s < stages.size(); ++s) {
    if (design.options().lonely == Lonely::fail) refuse_lonely(design, s);
    if (s > 0) multiplier = next_multiplier(stages[s - 1], stages[s], multiplier);
    deviate(by_stage[s], stages[s], multiplier, design.options().lonely, alone, s);
    rows += by_stage[s].rows();
  }
  if (stages.size() == 1) return std::move(by_stage[0]);
  Matrix all(rows, by_stage[0].cols());
  Eigen::Index at = 0;
  for (const Matrix& m : by_stage) {
    all.middleRows(at, m.rows()) = m;
    at += m.rows();
  }
  return all;
}

}  // namespace enkat::detail
