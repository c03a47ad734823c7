#pragma once
#include <cstdint>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/state/totals.hpp"
#include "enkat/variance/forms.hpp"

namespace enkat {

/// A p x p symmetric matrix, row-major.
struct Covariance {
  std::size_t size = 0;
  std::vector<double> values;

  [[nodiscard]] double at(std::size_t i, std::size_t j) const { return values[i * size + j]; }
};

/// Linearised (Taylor) variance of each statistic, from the totals of one pass:  V = sum over stages of E' Q E.
///
///   V1 = sum_h (1 - f_h) n_h/(n_h - 1) sum_i (e_hi - ebar_h)^2,     V = V1 + sum_h f_h sum_i V2(hi)
///
/// e_hi   total over cluster i of stratum h of the linearised statistic, after the residuals of weight adjustments
/// n_h    clusters of the stratum in the sample (not in the domain)       f_h   sampling fraction of the stratum
/// V2     the same on the totals of the second-stage units inside cluster i, and so on
///
/// Source: Särndal, Swensson and Wretman (1992), sections 4.3 and 5.5.  Lonely clusters: see Lonely.
/// Cost: units x terms of the statistics.  Throws: enkat::Error (design) for a lonely cluster under Lonely::fail.
/// Checked by: tests/golden topics 01, 04, 06, 08 and tests/reference/taylor.py
[[nodiscard]] std::vector<double> taylor_variances(const Design& design, const Totals& totals,
                                                   const std::vector<Linear>& statistics, int threads = 0);

/// The full covariance of the same statistics.
[[nodiscard]] Covariance taylor_covariance(const Design& design, const Totals& totals,
                                           const std::vector<Linear>& statistics);

}  // namespace enkat
