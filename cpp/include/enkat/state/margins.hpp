#pragma once
#include <cstdint>

#include "enkat/state/totals.hpp"

namespace enkat {

/// A state of the pairs of two categorical variables (`TotalsRequest::one_hot`) with its margins as columns.
///
/// The cells (r, c) of a group become a grid of (rows + 1) x (columns + 1), row-major: in the last row and column stand
/// the sums. A share is then a ratio of two columns, however many cells its base has, and the work of a table grows
/// with its cells, not with their square. In second moments two columns of the grid meet in the cell they share, see
/// variance/moments.cpp.
[[nodiscard]] Totals with_margins(Totals pairs, std::int64_t rows, std::int64_t columns);

}  // namespace enkat
