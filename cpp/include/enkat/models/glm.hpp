#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "enkat/estimate/estimates.hpp"
#include "enkat/models/family.hpp"
#include "enkat/models/model_matrix.hpp"

namespace enkat {

/// What is regressed on what.
struct GlmModel {
  std::string response_name;
  Numbers response;
  std::vector<ModelTerm> terms;
  const Numbers* offset = nullptr;  ///< added to the linear predictor; nullptr: none
};

struct GlmOptions {
  Family family = {};
  int max_iterations = 50;
  int threads = 0;
};

/// A fitted generalised linear model.
struct Glm {
  Estimates coefficients;  ///< one per column, with their variance under the design; df are the residual ones
  Family family;
  double design_df = 0;    ///< of the rows used
  double df_residual = 0;  ///< design_df + 1 - coefficients
  int iterations = 0;
  std::vector<double> inverse_information;  ///< (X'HX)^-1 with weights scaled to sum to the rows used, p x p
  double dispersion = 0;                    ///< Pearson's X^2 with those weights over (rows used - coefficients)
  std::shared_ptr<const ModelMatrix> matrix;
  Numbers response;
  std::optional<Numbers> offset = {};

  /// With weights that sum to the rows used; one pass over the rows.
  [[nodiscard]] double deviance() const;

  [[nodiscard]] const std::vector<std::string>& names() const { return matrix->names(); }
};

/// Generalised linear model by design-weighted quasi-likelihood.
///
///   sum_i w_i x_i (y_i - mu_i) (d mu/d eta)_i / V(mu_i) = 0,    g(mu_i) = eta_i = x_i'b + offset_i      (Fisher
///   scoring)
///
///   b's influence values  z_i = (X'WHX)^-1 x_i (y_i - mu_i) (d mu/d eta)_i / V(mu_i),   H = (d mu/d eta)^2 / V
///
/// Their variance under the design is that of b (or, with replicate weights, the model is fitted again in each). Rows
/// with a missing value in any variable are left out, as a domain.
/// Source: Binder (1983), On the variances of asymptotically normal estimators from complex surveys, Int. Stat.
/// Rev. 51. Throws enkat::Error: (data) a response that the family cannot have; a column that is a linear combination
/// of others, by name; (convergence) separation or no convergence, by the name of the column that grows. Checked by:
/// tests/golden topics 07 to 09, NIST Longley
[[nodiscard]] Glm glm(const Design& design, const GlmModel& model, const GlmOptions& options = {});

/// A weighted mean of fitted means over the used rows of `matrix`, and its derivatives by the coefficients.
///
///   m = sum_i w_i mu_i / sum_i w_i,    dm/db = sum_i w_i (d mu/d eta)_i x_i / sum_i w_i
///
/// With a variable set to one value in every row it is a marginal mean (predictive margin).
/// Source: Graubard and Korn (1999), Predictive margins with survey data, Biometrics 55.
struct AverageResponse {
  double value = 0;
  std::vector<double> gradient;
};
[[nodiscard]] AverageResponse average_response(const ModelMatrix& matrix, Link link,
                                               std::span<const double> coefficients, std::span<const double> weights,
                                               const Numbers* offset, int threads = 0);

/// Linear predictors of rows in the order of `matrix` (offset not included), 0 for a row that is not used.
[[nodiscard]] std::vector<double> linear_predictor(const ModelMatrix& matrix, std::span<const double> coefficients,
                                                   int threads = 0);
/// Standard errors sqrt(x_i' V x_i) of linear predictors; `covariance` p x p of the coefficients.
[[nodiscard]] std::vector<double> linear_predictor_se(const ModelMatrix& matrix, const std::vector<double>& covariance);

}  // namespace enkat
