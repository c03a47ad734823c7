#pragma once
#include <span>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Directly standardised means and shares: what a domain's would be if its classes had the standard's distribution.
///
///   ybar_g = sum_a P_a ybar_ga        P_a  share of class a in the standard population, summing to one
///                                     ybar_ga  weighted mean in class a of domain g
///
/// `standard` has the standard's number or share for every level of `classes`; only their proportions matter. Rows of
/// a class without one (NaN) are left out. NaN where a class with a target is empty in the domain.
/// Linearised as a sum of ratios with P known: d ybar_g = sum_a P_a (dY_ga - ybar_ga dN_ga) / N_ga.
/// Source: Korn and Graubard (1999), Analysis of Health Surveys, section 3.4; R survey, svystandardize, gives the same
/// estimates.  Checked by: tests/golden/own standardize-*
[[nodiscard]] Estimates standardize(const Design& design, const std::vector<Variable>& variables, const Codes& classes,
                                    std::span<const double> standard, const EstimateOptions& options = {});

}  // namespace enkat
