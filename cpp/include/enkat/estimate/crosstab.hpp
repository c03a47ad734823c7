#pragma once
#include <span>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// The four measures of a table of two factors. In each domain a measure is a grid of (rows + 1) x (columns + 1)
/// statistics, row-major: the cells, then in the last row and column the margins.
///
///   count         N_rc          margins N_r. and N_.c, corner N
///   row_share     N_rc / N_r.   last column 1, last row N_.c / N
///   column_share  N_rc / N_.c   last row 1, last column N_r. / N
///   total_share   N_rc / N      margins N_r. / N and N_.c / N, corner 1
struct Crosstab {
  std::int64_t rows = 0, columns = 0, groups = 1;
  Estimates count, row_share, column_share, total_share;
  Estimates table_share;  ///< N_rc / sum of N over the layers of one table; empty where there are no layers
};

/// Weighted counts and shares of every pair of levels. A multi-select factor contributes each chosen option; bases are
/// respondents, never answers.
///
/// Rows with either factor missing are left out. A table of more variables has a domain (`options.by`) for every layer;
/// `whole` then says by domain of which table it is a layer (empty: no layers).
/// Cost: one pass over the rows, then units x cells.  Checked by: tests/golden topic 06, tests/golden/own
[[nodiscard]] Crosstab crosstab(const Design& design, const Factor& row, const Factor& column,
                                const EstimateOptions& options = {}, std::span<const std::int32_t> whole = {});

}  // namespace enkat
