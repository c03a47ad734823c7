#include "enkat/disclosure/threshold.hpp"

namespace enkat {
namespace {

bool unsafe(std::int64_t n, std::int64_t base, const ThresholdRule& rule) {
  const std::int64_t t = rule.min_cell;
  if (n > 0 && n < t) return true;
  if (!rule.divides_base && base > n && base - n < t) return true;
  if (!rule.sensitive || n == 0) return false;
  return 100 * n >= 95 * base || n > base - t;
}

/// The next answer to hide: the smallest visible count above zero, first in order; then a visible zero; -1 for none.
std::ptrdiff_t smallest_visible(const std::vector<bool>& hidden, std::span<const std::int64_t> counts) {
  std::ptrdiff_t best = -1;
  const auto later = [](std::int64_t n) { return n == 0; };
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (hidden[k]) continue;
    const std::int64_t n = counts[k];
    const std::int64_t kept = best < 0 ? 0 : counts[static_cast<std::size_t>(best)];
    if (best < 0 || (later(kept) && !later(n)) || (later(kept) == later(n) && n < kept))
      best = static_cast<std::ptrdiff_t>(k);
  }
  return best;
}

/// Whether no hidden answer can be had from the sum of the hidden ones closer than t - 1 (true when none is hidden).
bool closed(const std::vector<bool>& hidden, std::span<const std::int64_t> counts, const ThresholdRule& rule) {
  std::int64_t k = 0, sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (hidden[i]) ++k, sum += counts[i];
  return k == 0 || (k >= 2 && sum - k >= rule.min_cell - 1);
}

}  // namespace

std::vector<bool> unsafe_counts(std::span<const std::int64_t> counts, std::int64_t base, const ThresholdRule& rule) {
  std::vector<bool> out;
  out.reserve(counts.size());
  for (const std::int64_t n : counts) out.push_back(unsafe(n, base, rule));
  return out;
}

void close_total(std::vector<bool>& hidden, std::span<const std::int64_t> counts, const ThresholdRule& rule) {
  while (!closed(hidden, counts, rule)) {
    const std::ptrdiff_t next = smallest_visible(hidden, counts);
    if (next < 0) return;
    hidden[static_cast<std::size_t>(next)] = true;
  }
}

bool close_blocks(std::vector<bool>& hidden, std::span<const std::int64_t> counts,
                  const std::vector<std::vector<std::size_t>>& blocks, const ThresholdRule& rule) {
  std::vector<bool> mask = hidden;
  std::vector<bool> covered(hidden.size(), false);
  bool all_closed = true;
  for (const auto& block : blocks) {
    std::vector<bool> part;
    std::vector<std::int64_t> part_counts;
    for (const std::size_t i : block) part.push_back(mask[i]), part_counts.push_back(counts[i]), covered[i] = true;
    close_total(part, part_counts, rule);
    all_closed = all_closed && closed(part, part_counts, rule);
    for (std::size_t k = 0; k < block.size(); ++k) mask[block[k]] = part[k];
  }
  for (std::size_t i = 0; i < hidden.size(); ++i) all_closed = all_closed && !(hidden[i] && !covered[i]);
  if (all_closed)
    hidden = mask;
  else
    close_total(hidden, counts, rule);
  return all_closed;
}

}  // namespace enkat
