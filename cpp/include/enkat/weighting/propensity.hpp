#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace enkat {

struct PropensityOptions {
  double tolerance = 1e-12;  ///< of the score, relative to the sum of a
  int max_iterations = 100;
};

/// A response model fitted to respondents and nonrespondents.
struct Propensity {
  std::vector<double> probability;  ///< p_i of every row; 0 where a_i is 0
  std::vector<double> coefficient;  ///< by column; 0 for columns that depend on those before
  bool converged = false;
  int iterations = 0;
};

/// Logistic regression of responding on x by maximum (pseudo-)likelihood:
///
///   p_i = 1 / (1 + exp(-x_i'b)),   sum_i a_i (R_i - p_i) x_i = 0
///
/// x is rows x columns, row-major; a_i the weight of row i in the model. Newton's method with step halving. It does
/// not converge where a combination of columns separates respondents from nonrespondents: then there is no estimate.
/// Source: Kim and Kim (2007), Canadian Journal of Statistics 35.
[[nodiscard]] Propensity propensity(std::span<const double> x, std::size_t columns,
                                    std::span<const std::uint8_t> responded, std::span<const double> a,
                                    const PropensityOptions& options = {});

}  // namespace enkat
