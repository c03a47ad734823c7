#pragma once
#include "enkat/weighting/margin.hpp"

namespace enkat {

/// Weights that meet one margin exactly:  w_i = d_i N_c / sum_{j in c} d_j  for row i in class c.
///
/// The variance takes the class means of the influence values off (AdjustmentStep).
/// Source: Holt and Smith (1979), JRSS A 142.  Checked by: tests/golden/cases/08, poststrat*
[[nodiscard]] Design poststratify(const Design& design, const Margin& margin);

}  // namespace enkat
