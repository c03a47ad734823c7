#pragma once
#include <cstdint>

namespace enkat {

/// A test of two columns of a table: t, its degrees of freedom, the two-sided p value. NaN: no test.
struct ColumnTest {
  double t = 0, df = 0, p = 0;
};

/// The default: the difference against its design variance (see profile), with the degrees of freedom of the design.
///
///   t = (theta_1 - theta_2) / sqrt(Var)
[[nodiscard]] ColumnTest design_test(double first, double second, double variance, double df);

/// One side of a test by effective bases: share or mean, effective base e, weighted base W, respondents n, and for a
/// mean the standard deviation s.
struct ColumnSide {
  double estimate = 0, n_effective = 0, n_weighted = 0, sd = 0;
  std::int64_t n = 0;
};

/// Two shares as SPSS Dimensions tests them; e0 is the effective base of the respondents in both columns.
///
///   pooled     t = (p1 - p2) / sqrt(pbar (1 - pbar) (1/e1 + 1/e2 - 2 e0/(e1 e2))),  pbar = (r1 + r2)/(W1 + W2)
///   unpooled   t = (p1 - p2) / sqrt(p1 q1/e1 + p2 q2/e2)
///   df = e1 + e2 - e0 - 2
///
/// r = p W. A part against its total has e0 = e1, hence 1/e1 - 1/eT.  Source: PUBLISHING.md section 5.
/// Checked by: tests/cpp/inference/test_column_test.cpp
[[nodiscard]] ColumnTest dimensions_share_test(const ColumnSide& first, const ColumnSide& second, double shared,
                                               bool pooled);

/// Two means, Welch:  a = s^2/e,  t = (m1 - m2)/sqrt(a1 + a2),  df = (a1 + a2)^2 / (a1^2/(n1 - 1) + a2^2/(n2 - 1)).
/// Source: Welch (1947), Biometrika 34, with effective bases.
[[nodiscard]] ColumnTest dimensions_mean_test(const ColumnSide& first, const ColumnSide& second);

}  // namespace enkat
