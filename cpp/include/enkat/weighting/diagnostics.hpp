#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "enkat/table/codes.hpp"

namespace enkat {

/// How a mean or share stood before a weighting step and stands after it, beside what is known of the population.
///
///   smd = (weighted mean - target) / sd     sd: of a share P sqrt(P (1-P)) with P the target; of a number its weighted
///                                           standard deviation before
///
/// Source: Austin (2009), Statistics in Medicine 28 (standardised differences).
struct Balance {
  double before = 0, after = 0, target = 0;
  double smd_before = 0, smd_after = 0;  ///< NaN where sd is 0 and the gap is not
};

/// Shares of the levels of a category (code -1: no level).
[[nodiscard]] std::vector<Balance> balance(std::span<const double> before, std::span<const double> after,
                                           const Codes& codes, const std::vector<double>& target_shares);

/// The mean of a number.
[[nodiscard]] Balance balance(std::span<const double> before, std::span<const double> after, std::span<const double> x,
                              double target_mean);

/// How many of the weights that are not 0 lie in each of `bins` equal intervals from the smallest to the largest.
struct WeightHistogram {
  double low = 0, high = 0;
  std::vector<std::int64_t> count;
};
[[nodiscard]] WeightHistogram weight_histogram(std::span<const double> weights, int bins);

}  // namespace enkat
