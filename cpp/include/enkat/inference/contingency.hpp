#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "enkat/inference/test.hpp"

namespace enkat {

/// Pearson's test and measures of association of a table of independent counts; grids are row-major.
struct Contingency {
  Test test;                                    ///< Pearson's X^2 on (r-1)(c-1)
  std::vector<double> expected;                 ///< N_i. N_.j / N
  std::vector<double> residual;                 ///< (N_ij - expected) / sqrt(expected)
  std::vector<double> standardized;             ///< residual / sqrt((1 - N_i./N)(1 - N_.j/N))
  double cramers_v = Test::none;                ///< sqrt(X^2 / (N min(r-1, c-1)))
  double phi = Test::none;                      ///< sqrt(X^2 / N)
  double contingency_coefficient = Test::none;  ///< sqrt(X^2 / (X^2 + N))
  double g2 = Test::none;                       ///< likelihood ratio, 2 sum N_ij log(N_ij / expected)
  double g2_p = Test::none;                     ///< its p value on the same df
  // of a 2 x 2 table, otherwise NaN:
  double yates = Test::none;       ///< X^2 with min(1/2, |N_ij - expected|) taken from every deviation
  double yates_p = Test::none;     ///< its p value
  double fisher_p = Test::none;    ///< Fisher's exact test, two-sided
  double odds_ratio = Test::none;  ///< N_11 N_22 / (N_12 N_21)
};

/// Source: Agresti (2013), Categorical Data Analysis, sections 3.2 to 3.5.
/// Throws: fewer than two rows or columns, counts that are negative, an empty row or column, and (for Fisher's test)
/// none: counts that are not whole leave fisher_p NaN.  Checked by: tests/golden topic 10
[[nodiscard]] Contingency contingency(std::span<const double> counts, std::size_t rows, std::size_t columns);

/// Fisher's exact test of a 2 x 2 table a b / c d: the chance, given the margins, of all tables that are at most as
/// likely (relative slack 1e-7 for rounding).  Source: Fisher (1935).
[[nodiscard]] double fisher_exact(double a, double b, double c, double d);

}  // namespace enkat
