#pragma once
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
};

/// Weighted counts and shares of every pair of levels. A multi-select factor contributes each chosen option; bases are
/// respondents, never answers.
///
/// Rows with either factor missing are left out.  Checked by: tests/golden topic 06
[[nodiscard]] Crosstab crosstab(const Design& design, const Factor& row, const Factor& column,
                                const EstimateOptions& options = {});

}  // namespace enkat
