#pragma once
#include <memory>

#include "enkat/models/model_matrix.hpp"
#include "enkat/models/regression.hpp"

namespace enkat {

struct MultinomialOptions {
  std::int32_t reference = -1;  ///< code of the level the others are compared with; -1: the first that has rows
  int max_iterations = 50;
  int threads = 0;
};

/// A fitted multinomial logit model. Coefficients stand equation after equation: those of `levels`[1], [2], ...
struct Multinomial {
  RegressionFit fit;                ///< names "level:column"; `term` repeats in every equation
  std::vector<std::string> levels;  ///< of the response, those that have rows; the reference first
  std::vector<std::string> columns;
  std::shared_ptr<const ModelMatrix> matrix;
};

/// Multinomial (baseline-category) logit model of an unordered response with K levels:
///
///   log P(y_i = k) / P(y_i = reference) = x_i'b_k,   k = 2 .. K
///
/// by design-weighted maximum likelihood (Newton's method, the likelihood being concave). With p_ik the fitted shares
///
///   score of b_k  x_i (1(y_i = k) - p_ik)      information of b_k, b_l  sum_i w_i p_ik (1(k = l) - p_il) x_i x_i'
///
/// influence values are scores times the inverse information; their variance under the design is that of b. With
/// replicate weights the model is fitted again in each. Residual degrees of freedom: those of the design (of the rows
/// used) + 1 - the columns of one equation.
/// Source: Agresti (2013), Categorical Data Analysis, 8.1; Binder (1983), Int. Stat. Rev. 51; Hosmer, Lemeshow and
/// Sturdivant (2013), Applied Logistic Regression, 8.1.  Throws as enkat::glm.
/// Checked by: tests/cpp/models/test_multinomial.cpp, tests/golden/own/models.R, tests/property/test_models.py
[[nodiscard]] Multinomial multinomial(const Design& design, const Categories& response,
                                      const std::vector<ModelTerm>& terms, const MultinomialOptions& options = {});

/// Weighted means over the used rows of `matrix` of the fitted shares of every level, and their derivatives:
///
///   m_k = sum_i w_i p_ik / sum_i w_i,   dm_k/db_l = sum_i w_i p_ik (1(k = l) - p_il) x_i / sum_i w_i
struct AverageShares {
  std::vector<double> value;     ///< one per level, the reference first
  std::vector<double> gradient;  ///< levels x coefficients, row-major
};
[[nodiscard]] AverageShares average_shares(const ModelMatrix& matrix, std::span<const double> coefficients,
                                           std::span<const double> weights);

/// Fitted shares of every row of `matrix` and their standard errors (delta method): rows x levels, row-major; NaN for a
/// row that is not used. `covariance` of all coefficients.
struct PredictedShares {
  std::vector<double> value, se;
};
[[nodiscard]] PredictedShares predicted_shares(const ModelMatrix& matrix, std::span<const double> coefficients,
                                               const std::vector<double>& covariance);

}  // namespace enkat
