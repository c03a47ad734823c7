#pragma once
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// Weights times a constant, so that their sum is given:  w_i = d_i T_k / sum_{j in k} d_j  in group k.
///
/// The constants are taken as known; the variance sees nothing but the new weights.
/// Throws: enkat::Error (design) when a group has no weight or its sum is not over 0.
[[nodiscard]] Design normalize(const Design& design, const std::vector<double>& sums, const Codes* group = nullptr);

}  // namespace enkat
