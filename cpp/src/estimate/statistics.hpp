#pragma once
#include "enkat/estimate/crosstab.hpp"

namespace enkat::detail {

/// One statistic in the making: a form, a constant to add (centred numbers), and where its base and count stand.
struct Statistic {
  Form form;
  double shift = 0;
  Linear base;              ///< columns whose counts and weights make the base
  std::int64_t count = -1;  ///< column of the rows in the category; -1: the base
  std::size_t group = 0;
  std::int64_t deff_column = -1;  ///< column of the variable, for design effects
  double centre = 0;              ///< of that column
};

/// Values, standard errors, bases and degrees of freedom of statistics on the totals of one pass.
[[nodiscard]] Estimates finish(const Design& design, std::shared_ptr<const Totals> totals, const DomainSize& size,
                               const std::vector<Statistic>& statistics, int threads);

/// The same from a request: one pass, then finish.
[[nodiscard]] Estimates estimated(const Design& design, const TotalsRequest& request,
                                  const std::vector<Statistic>& statistics);

/// The covariance of statistics on the totals of one pass, whose values are `estimate`: linearised, or from replicates.
[[nodiscard]] Covariance covariance_of(const Design& design, const Totals& totals,
                                       const std::vector<Statistic>& statistics, const std::vector<double>& estimate);

/// Their variances alone.
[[nodiscard]] std::vector<double> variances_of(const Design& design, const Totals& totals,
                                               const std::vector<Statistic>& statistics,
                                               const std::vector<double>& estimate);

/// Degrees of freedom of the rows in a base: first-stage units minus strata that have one of them. Weights are not
/// negative, so a unit without such a row has total 0.
[[nodiscard]] double base_degrees_of_freedom(const Design& design, const Totals& totals, const Linear& base);

/// Adds deff to estimates of means (total = false) or totals.
void add_design_effects(Estimates& out, const std::vector<Statistic>& statistics, DesignEffect kind, bool total);

/// The request behind variables with a column of ones first; and where each variable starts.
struct VariableRequest {
  TotalsRequest request;
  std::vector<std::int64_t> start;
};
[[nodiscard]] VariableRequest request_of(const std::vector<Variable>& variables, const EstimateOptions& options);

/// What mean, total and ratio make of the totals of such a request; `ratio`: the numerators come first.
[[nodiscard]] std::vector<Statistic> mean_statistics(const VariableRequest& request,
                                                     const std::vector<Variable>& variables);
[[nodiscard]] std::vector<Statistic> total_statistics(const VariableRequest& request,
                                                      const std::vector<Variable>& variables);
[[nodiscard]] std::vector<Statistic> ratio_statistics(const VariableRequest& request, const std::vector<Variable>& all,
                                                      std::size_t numerators);

/// A cross-tab of totals that were added up before: the pairs and, with options, the margins (class Grid).
[[nodiscard]] Crosstab crosstab_of(const Design& design, Totals cells, DomainSize size, const Factor& row,
                                   const Factor& column, std::span<const std::int32_t> whole, int threads);

}  // namespace enkat::detail
