#pragma once
#include <string>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/table/numbers.hpp"
#include "enkat/weighting/propensity.hpp"

namespace enkat {

/// What came of a nonresponse adjustment. Nonrespondents keep their rows with weight 0.
struct NonresponseResult {
  Design design;
  std::vector<double> propensity;  ///< by row
};

/// Nonresponse by classes: respondents carry the weight of the nonrespondents of their class.
///
///   w_i = d_i / p_c for respondents, 0 for others;   p_c = sum_{respondents of c} d / sum_c d
///
/// The variance holds that p_c is estimated (RowStep, response propensity).
/// Source: Oh and Scheuren (1983); Särndal, Swensson and Wretman (1992), section 15.6.
/// Throws: enkat::Error (design) for a class without respondents, naming it.
[[nodiscard]] NonresponseResult nonresponse_classes(const Design& design, std::span<const std::uint8_t> responded,
                                                    const Categories& classes);

/// Nonresponse by response propensity: w_i = d_i / p_i with p_i from a logistic regression on x (rows x columns, the
/// constant included), fitted with the weights d or, `weighted` false, without.
/// Throws: enkat::Error (convergence) where the model separates respondents from nonrespondents.
[[nodiscard]] NonresponseResult nonresponse_propensity(const Design& design, std::span<const std::uint8_t> responded,
                                                       const std::vector<double>& x, std::size_t columns,
                                                       bool weighted = true);

/// Classes of equal size (in rows) of a propensity: 0 the least likely to respond.
[[nodiscard]] Codes propensity_classes(std::span<const double> propensity, std::span<const double> weights, int count);

}  // namespace enkat
