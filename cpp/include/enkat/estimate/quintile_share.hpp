#pragma once
#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Who belongs to the poorest and the richest part.
///   indicator  y <= Q(share) and y > Q(1 - share), Q by the rule `math`: Eurostat's S80/S20
///   smooth     exactly the share of the weight, the row at the limit in part: smooth in the weights and free of ties
enum class QuintileDefinition { indicator, smooth };

/// Quintile share ratios: the total of the richest fifth over that of the poorest.
///
///   S80/S20 = U / L,   L = total of the poorest `share`,  U = total of the richest
///
/// Influence, for either definition: z_L = y 1[y <= Q] - Q (1[y <= Q] - F(Q)) with Q = Q(share), z_U the value y minus
/// the same at Q(1 - share), z = (z_U - U/L z_L) / L; the densities of the quantiles cancel. NaN where L is not above
/// 0. Source: Langel and Tillé (2011), Statistical inference for the quintile share ratio, JSPI 141; Osier (2009),
/// Variance estimation for complex indicators of poverty and inequality, Survey Research Methods 3. Throws:
/// enkat::Error (design) for a share outside (0, 0.5].
[[nodiscard]] Estimates quintile_share(const Design& design, const std::vector<const Numbers*>& variables, double share,
                                       QuintileDefinition definition, const EstimateOptions& options = {});

}  // namespace enkat
