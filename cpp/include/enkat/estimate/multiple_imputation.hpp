#pragma once
#include <limits>
#include <vector>

#include "enkat/variance/taylor.hpp"

namespace enkat {

/// Estimates of k statistics on each of m completed data sets put together.
struct CombinedImputations {
  std::vector<double> estimate, df, missing_information;
  Covariance total, within, between;
};

/// Rubin's rules:
///
///   qbar = mean of q_m,   T = W + (1 + 1/m) B,   W the mean of the variances, B the variance between the estimates
///   df = (m-1) (1 + W/((1+1/m) B))^2;   with complete-data df nu:  1/df = 1/df_m + 1/df_obs,
///   df_obs = (nu+1)/(nu+3) nu W/(W+B);   missing information = (r + 2/(df+3))/(r+1),  r = (1+1/m) B/W
///
/// Where the estimates do not differ df is infinite (or df_obs) and no information is missing.
/// Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3; Barnard and Rubin (1999),
/// Biometrika 86.  Throws enkat::Error (design) for fewer than two sets or different lengths.
/// Checked by: tests/golden/cases/09, pv-*
[[nodiscard]] CombinedImputations combine_imputations(const std::vector<std::vector<double>>& estimates,
                                                      const std::vector<Covariance>& covariances,
                                                      double complete_df = std::numeric_limits<double>::infinity());

}  // namespace enkat
