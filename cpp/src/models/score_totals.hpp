#pragma once
#include <optional>
#include <vector>

#include "enkat/models/model_matrix.hpp"
#include "enkat/state/totals.hpp"

namespace enkat::detail {

/// Totals of 1 and of the scores s_i x_i (standardised columns) of the used rows, straight from the cells of the model
/// matrix, so that the scores of a million rows are never stored by column. `design` has the used rows as its domain.
/// Empty where the design's variance needs more than totals by unit or moments (rows, adjustments, occupied units).
[[nodiscard]] std::optional<Totals> score_totals(const Design& design, const ModelMatrix& x,
                                                 const std::vector<double>& score, int threads);

}  // namespace enkat::detail
