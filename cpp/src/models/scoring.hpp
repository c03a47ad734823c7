#pragma once
#include <Eigen/Core>

#include "enkat/models/glm.hpp"

namespace enkat::detail {

/// The model as scoring sees it.
struct Problem {
  const GlmModel& model;
  const GlmOptions& options;
  const ModelMatrix& x;
  double mean = 0;   ///< of the response, for starting values
  double scale = 1;  ///< by which the mean weight of the rows used is 1

  [[nodiscard]] double offset(std::size_t row) const { return model.offset ? model.offset->values[row] : 0; }
};

/// The minimum of a fit: coefficients of standardised columns and the information there.
struct Fit {
  Eigen::VectorXd b;
  Eigen::VectorXd before;   ///< coefficients at which the information was taken; empty: b, to rounding
  Eigen::MatrixXd inverse;  ///< of the information
  int iterations = 0;
};

/// Scoring until the coefficients have settled; from `start` where it is given, else from a regression of the working
/// response at the starting means. Throws as enkat::glm.
[[nodiscard]] Fit fitted(const Problem& problem, std::span<const double> w, const Eigen::VectorXd* start);

}  // namespace enkat::detail
