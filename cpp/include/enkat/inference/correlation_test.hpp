#pragma once
#include "enkat/inference/test.hpp"
#include "enkat/state/request.hpp"

namespace enkat {

/// Are two numbers correlated in the population?
///
///   t = r / se(r) on df - 1,   interval tanh(atanh r -+ t_df se / (1 - r^2))
///
/// r the weighted correlation of complete rows, its variance linearised: z_i = (u_i v_i - r (u_i^2 + v_i^2)/2) / W with
/// u, v the standardised values; df degrees of freedom of the design in the rows used. `ranks`: Spearman's correlation,
/// of the estimated population ranks, which are taken as given.
///
/// Source: Särndal, Swensson and Wretman (1992), section 5.9; ranks as Lumley and Scott (2013), Biometrika 100.
/// Throws: a constant column, too few degrees of freedom.  Checked by: tests/python/test_inference_correlation.py
[[nodiscard]] Test correlation_test(const Design& design, const Numbers& x, const Numbers& y, bool ranks, double level,
                                    int threads = 0);

}  // namespace enkat
