#pragma once
#include <cstdint>
#include <vector>

#include "enkat/estimate/crosstab.hpp"
#include "enkat/inference/test.hpp"
#include "enkat/state/request.hpp"
#include "enkat/state/scan.hpp"

namespace enkat {

/// A test of association with the table it is about. Grids are row-major over the levels that occur.
struct AssociationTest {
  Test test;
  double pearson = Test::none;              ///< X^2 of the table scaled to n rows
  std::vector<double> eigenvalues;          ///< of Delta, increasing; empty for the Wald tests
  std::int64_t n = 0;                       ///< rows of the domain, those with a missing value included
  std::vector<std::int64_t> rows, columns;  ///< levels that occur in the table
  std::vector<double> observed;             ///< weighted counts scaled to n
  std::vector<double> expected;             ///< the same under independence
  std::vector<double> residual;             ///< (observed - expected) / sqrt(expected)
  std::vector<double> standardized;  ///< residual / sqrt((1 - row share)(1 - column share)): 1 if rows were independent
  std::vector<double> z;             ///< the difference from independence over its design standard error
};

/// Are a row and a column variable associated?  Rao-Scott and Wald tests of independence.
///
///   X^2 = n sum (p_ij - p_i. p_.j)^2 / (p_i. p_.j),   Delta = (C'D^-1 C / n)^-1 (C' D^-1 V D^-1 C)
///   F       X^2 / trace(Delta) on d0 and d0 nu,  d0 = trace(Delta)^2 / trace(Delta^2)
///   chisq   P(chi2_k > X^2 / mean eigenvalue),  k = (r-1)(c-1)
///   lincom, saddlepoint   P(sum a_i chi2_1 / (chi2_ddf/ddf) > X^2),  a the eigenvalues of Delta, ddf = d0 nu;
///           saddlepoint takes chi2_floor(ddf) for chi2_ddf and, with replicate weights, no denominator, as R does
///   wald    y' W^-1 y / k on k and nu,  y_ij = N_ij - N_i. N_.j / N.. for i < r, j < c, W its linearised covariance
///   adjusted_wald   wald (nu - k + 1)/(k nu) k on k and nu - k + 1
///
/// p observed shares, D = diag(p) with 1/0 = 0, V their design covariance, C a basis of the interaction contrasts
/// orthogonal to the main effects, n rows of the domain, nu = table_degrees_of_freedom. Rows with a missing value in
/// either variable are left out as a domain; levels without a row of non-zero weight are not part of the table.
///
/// Source: Rao and Scott (1984), Annals of Statistics 12, 46-60; Thomas and Rao (1987), JASA 82, 630-636; Koch, Freeman
/// and Freeman (1975), International Statistical Review 43, 59-78.  Assumes: enough clusters that V is not noise.
/// Throws: a multi-select variable, one level only, more than 1500 cells, empty cells or too few clusters for the test.
/// Checked by: tests/golden topic 06
[[nodiscard]] AssociationTest rao_scott(const Design& design, const Factor& row, const Factor& column,
                                        TestStatistic statistic, int threads = 0);

/// The same from a table that was made before, without another pass over the rows.
/// Throws also: the table has layers, or the cells of a multi-select variable overlap.
[[nodiscard]] AssociationTest rao_scott(const Crosstab& table, TestStatistic statistic, int threads = 0);

/// The same for a table that was read in chunks.
[[nodiscard]] AssociationTest rao_scott(const Scanned& scan, TestStatistic statistic, int threads = 0);

}  // namespace enkat
