#pragma once
#include "enkat/weighting/margin.hpp"

namespace enkat {

struct RakeOptions {
  double tolerance = 1e-10;  ///< no cell may move by more than this times the total weight in the last round
  int max_rounds = 1000;
  int threads = 0;  ///< 0: all cores; the weights have the same bits whatever is given
};

/// How raking of the sample went; `converged` false means that the margins are not met to the tolerance.
struct RakeResult {
  Design design;
  bool converged = false;
  int rounds = 0;
  std::vector<double> largest_move;  ///< by round: largest change of a cell's weight relative to the total weight
  std::vector<double> max_gap;       ///< by margin: largest |achieved - target| relative to the margin's total
  std::int64_t replicates_not_converged = 0;
};

/// Weights that meet several margins: each margin in turn is met exactly, until nothing moves.
///
/// Works on the distinct joint cells of the margins: one pass to sum weights by cell, sweeps over cells, one pass to
/// scatter the factors. A design with replicates has every replicate raked likewise. Base weights are honoured. Margins
/// are counts and must have one total.
/// Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11; the variance is that of reference/README
/// ("Raking"): ten rounds of plain class means.  Checked by: tests/golden/cases/08, rake-*
[[nodiscard]] RakeResult rake(const Design& design, const std::vector<Margin>& margins,
                              const RakeOptions& options = {});

}  // namespace enkat
