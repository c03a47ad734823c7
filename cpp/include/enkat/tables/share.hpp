#pragma once
#include <cstdint>

#include "enkat/tables/cell.hpp"

namespace enkat {

/// A share as an estimator gives it.
struct ShareEstimate {
  double p = 0;            ///< in [0, 1]
  double se = 0;           ///< standard error under the design
  double df = 0;           ///< sampling units minus strata
  std::int64_t count = 0;  ///< respondents in the cell, unweighted
  std::int64_t n = 0;      ///< respondents the share is taken of, unweighted
  double n_weighted = 0;   ///< their sum of weights
  double n_effective = 0;  ///< effective base
};

/// The cell of a share: percentage, and where `with_precision` its standard error, NCHS interval and reliability
/// (status u and the reasons of enkat::share_reliability; the reason "complement" is a note only).
/// A sample whose precision may not be stated (self-selected, no model named) has none of these.
///
/// Checked by: tests/cpp/tables/test_share.cpp (published check values of the standard)
[[nodiscard]] Cell share_cell(const ShareEstimate& share, bool with_precision);

}  // namespace enkat
