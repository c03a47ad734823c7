#pragma once
#include <cstdint>
#include <span>

namespace enkat {

/// What unequal weights cost.
struct Kish {
  std::int64_t n = 0;      ///< rows of non-zero weight
  double sum = 0;          ///< sum of weights
  double sum_squares = 0;  ///< sum of squared weights
  double n_effective = 0;  ///< (sum w)^2 / sum w^2
  double deff_kish = 0;    ///< n sum w^2 / (sum w)^2 = 1 + cv^2
};

/// Kish's effective sample size and weighting effect.
///
/// Source: Kish (1965), Survey Sampling, section 11.7.  Checked by: tests/golden/cases/10, kish-*
[[nodiscard]] Kish kish(std::span<const double> weights);

}  // namespace enkat
