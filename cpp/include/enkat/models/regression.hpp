#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// A fitted model of another kind than a generalised linear one.
struct RegressionFit {
  Estimates coefficients;  ///< with their variance under the design; df are the residual ones
  std::vector<std::string> names;
  std::vector<std::int32_t> term;           ///< of each coefficient: number of its term, -1: a threshold
  double design_df = 0;                     ///< of the rows used
  double df_residual = 0;                   ///< design_df + 1 - coefficients; of an ordinal model design_df - slopes
  double log_likelihood = 0;                ///< at the coefficients, with weights that sum to the rows used
  double null_log_likelihood = 0;           ///< the same of a Cox model at coefficients that are all 0
  std::vector<double> inverse_information;  ///< of the coefficients, with these weights; row-major, coefficients^2
  std::vector<std::uint8_t> used;           ///< 1 for the rows of the model
  int iterations = 0;
};

}  // namespace enkat
