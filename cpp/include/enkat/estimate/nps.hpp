#pragma once
#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Net promoter scores of answers from 0 to 10, in points from -100 to 100, in every domain.
///
///   NPS = 100 (share of 9 and 10 - share of 0 to 6),  the mean of 100, 0 or -100 per respondent
///
/// Source: Reichheld (2003), The one number you need to grow, Harvard Business Review; the variance is that of a mean.
/// Throws: enkat::Error (data) for an answer that is not a whole number from 0 to 10.
[[nodiscard]] Estimates nps(const Design& design, const std::vector<const Numbers*>& answers,
                            const EstimateOptions& options = {});

}  // namespace enkat
