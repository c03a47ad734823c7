#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace enkat {

/// The answers of one table whose counts may not be published as they are.
struct ThresholdRule {
  std::int64_t min_cell = 5;  ///< t
  bool divides_base = true;   ///< false: several answers possible, each answer is its own {chosen, not chosen} table
  bool sensitive = false;     ///< the question touches private life: nearly everybody is as telling as nearly nobody
};

/// Primary suppression: which counts are unsafe on their own.
///
///   0 < n_k < t
///   several answers possible: also 0 < base - n_k < t, for base and count give the number who did not choose
///   sensitive: also n_k >= 0.95 base, and n_k > base - t
[[nodiscard]] std::vector<bool> unsafe_counts(std::span<const std::int64_t> counts, std::int64_t base,
                                              const ThresholdRule& rule);

/// Closes the one subtraction that every reader can do: answers that divide a known base add up to it.
///
/// With k hidden answers and S their known sum, each hidden answer (a plain 0 is never hidden, so it is at least 1)
/// lies in [1, S - k + 1]. Further answers are hidden, the smallest first (ties in order), zeros last, until k >= 2
/// and S - k >= t - 1. Other equations (several tables, earlier waves, weights) are secondary suppression proper,
/// which is a method of its own.
void close_total(std::vector<bool>& hidden, std::span<const std::int64_t> counts, const ThresholdRule& rule);

/// The same where sums of answers (nets) are published too, as disjoint `blocks` of positions: each block with a hidden
/// answer is closed within itself, so that its sum may stay. Where that fails for any block, or a hidden answer is in
/// none, the whole table is closed instead. Returns whether all blocks could be closed, that is: every net may stay.
bool close_blocks(std::vector<bool>& hidden, std::span<const std::int64_t> counts,
                  const std::vector<std::vector<std::size_t>>& blocks, const ThresholdRule& rule);

}  // namespace enkat
