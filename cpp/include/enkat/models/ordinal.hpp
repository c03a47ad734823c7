#pragma once
#include "enkat/models/model_matrix.hpp"
#include "enkat/models/regression.hpp"

namespace enkat {

/// The information that the variance is made with.
enum class OrdinalInformation {
  observed,     ///< second derivatives
  differences,  ///< central differences of the score, step 0.001 of every coefficient and of the logarithms of the
                ///< distances between thresholds: what R's polr and svyolr report; coarse for columns of large numbers
};

struct OrdinalOptions {
  OrdinalInformation information = OrdinalInformation::observed;
  int max_iterations = 50;
  int threads = 0;
};

/// Proportional odds model of an ordered response with K levels that have rows:
///
///   logit P(y_i <= k) = zeta_k - x_i'b,   k = 1 .. K-1
///
/// by design-weighted maximum likelihood; influence values are scores times the inverse observed information.
/// Coefficients are b, then the thresholds zeta, named "a|b". `terms` with the constant first, which the thresholds
/// take the place of. Residual degrees of freedom are those of the design (of the rows used) minus
/// the number of slopes, as svyolr's.
/// Source: McCullagh (1980), Regression models for ordinal data, JRSS B 42; Binder (1983).
/// Checked by: tests/golden olr, tests/cpp/models/test_ordinal.cpp.  Throws as enkat::glm.
[[nodiscard]] RegressionFit ordinal(const Design& design, const Categories& response,
                                    const std::vector<ModelTerm>& terms, const OrdinalOptions& options = {});

}  // namespace enkat
