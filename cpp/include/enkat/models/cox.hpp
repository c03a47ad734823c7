#pragma once
#include "enkat/models/model_matrix.hpp"
#include "enkat/models/regression.hpp"

namespace enkat {

/// When a row's time ended, and whether by an event (1) or by censoring (0).
struct SurvivalTimes {
  Numbers time, event;
  const Categories* strata = nullptr;  ///< a baseline hazard of its own in each; nullptr: one
  const Numbers* entry = nullptr;      ///< from when rows are at risk (left truncation); nullptr: from the start
};

struct CoxOptions {
  int max_iterations = 50;
  int threads = 0;
};

/// Proportional hazards model by design-weighted partial likelihood, Efron's treatment of ties:
///
///   sum over event times t of  sum_{i in D} w_i x_i'b - wbar sum_{k<d} log(S0(t) - k/d S0_D(t))
///
/// D, d    rows with an event at t, and their number        wbar   mean weight of D
/// S0      sum of w_j exp(x_j'b) over rows at risk          S0_D   the same over D
/// A row is at risk at t if entry < t <= time.
///
/// Influence values are score residuals times the inverse information; their variance under the design is that of the
/// coefficients. Rows with a missing value are left out, as a domain.
/// Source: Binder (1992), Fitting Cox's proportional hazards models from survey data, Biometrika 79; Lin (2000),
/// Biometrika 87; Efron (1977), JASA 72.  Checked by: tests/golden coxph, tests/cpp/models/test_cox.cpp
/// `terms` without the constant.  Throws as enkat::glm; (data) an entry that is not before the time.
[[nodiscard]] RegressionFit cox(const Design& design, const SurvivalTimes& times, const std::vector<ModelTerm>& terms,
                                const CoxOptions& options = {});

}  // namespace enkat
