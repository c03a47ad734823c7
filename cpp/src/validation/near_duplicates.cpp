// Near-duplicate records: the share of equal answers of two records.
//
//   share(a, b) = items answered alike in both / items answered in a or b           (at least ten of the latter)
//
// Source: Kuriakose and Robbins (2016), Statistical Journal of the IAOS 32, 283-291 ("percentmatch").
//
// All pairs of a million records cannot be compared. Two records with a share >= t differ in at most d = (1-t)p of p
// items, so if the items are dealt into d + 1 bands, one band is equal (pigeonhole). Records are compared only with
// records of an equal band: no pair is lost by that. The stated limit: of one band at most 64 records before it are
// compared, the nearest first, and at most eight bands are formed; the share is found among those.
// Equal records have their own rule (unit.duplicate_answers), so a record flagged there is not judged here.
#include <algorithm>
#include <cmath>

#include "answers.hpp"
#include "enkat/base/numbers.hpp"
#include "enkat/base/parallel.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

constexpr std::int64_t most_compared = 64, most_bands = 8, least_answered = 10;

/// One 32-bit key per row and item, row by row, so that two rows are compared in a cache line or two; 0: no answer.
struct Keys {
  std::size_t items = 0;
  std::vector<std::uint32_t> values;

  [[nodiscard]] const std::uint32_t* row(std::int64_t r) const {
    return values.data() + static_cast<std::size_t>(r) * items;
  }
};

Keys keys_of(const State& s) {
  std::vector<const Column*> columns;
  for (const QuestionState& q : s.questions)
    for (const Part& p : q.parts) columns.push_back(p.column);
  Keys out{columns.size(), std::vector<std::uint32_t>(columns.size() * static_cast<std::size_t>(s.rows()))};
  for_blocks(static_cast<std::int64_t>(columns.size()), 0, [&](std::int64_t j) {
    const Column& column = *columns[static_cast<std::size_t>(j)];
    std::vector<std::uint64_t> hashes(static_cast<std::size_t>(s.rows()), 0);
    mix_cells(column, hashes);
    for (std::int64_t r = 0; r < s.rows(); ++r)
      if (given(column, r))
        out.values[static_cast<std::size_t>(r) * out.items + static_cast<std::size_t>(j)] =
            static_cast<std::uint32_t>(hashes[static_cast<std::size_t>(r)] >> 16) | 1U;
  });
  return out;
}

double share_of(const Keys& keys, std::int64_t a, std::int64_t b) {
  const std::uint32_t *x = keys.row(a), *y = keys.row(b);
  std::int64_t either = 0, alike = 0;
  for (std::size_t j = 0; j < keys.items; ++j) {
    either += (x[j] | y[j]) != 0;
    alike += x[j] != 0 && x[j] == y[j];
  }
  return either < least_answered ? 0 : static_cast<double>(alike) / static_cast<double>(either);
}

/// Rows in the order of a hash of their band, rows of equal bands in the order of the table.
struct Band {
  std::vector<std::pair<std::uint64_t, std::int32_t>> order;
  Keys keys;  ///< in that order, so that the records to compare lie side by side
};

Band sorted_band(const Keys& keys, std::int64_t rows, std::size_t band, std::size_t bands) {
  Band out{std::vector<std::pair<std::uint64_t, std::int32_t>>(static_cast<std::size_t>(rows)), {keys.items, {}}};
  for (std::int64_t r = 0; r < rows; ++r) {
    const std::uint32_t* x = keys.row(r);
    std::uint64_t h = 0x9E3779B97F4A7C15U;
    for (std::size_t j = band; j < keys.items; j += bands) {
      h = (h ^ x[j]) * 0x100000001B3U;
      h ^= h >> 31;
    }
    out.order[static_cast<std::size_t>(r)] = {h, static_cast<std::int32_t>(r)};
  }
  std::ranges::sort(out.order);
  out.keys.values.resize(keys.values.size());
  for (std::size_t i = 0; i < out.order.size(); ++i)
    std::copy_n(keys.row(out.order[i].second), keys.items, out.keys.values.data() + i * keys.items);
  return out;
}

struct Nearest {
  double share = 0;
  std::int32_t row = -1;
};

/// Compares the record at a place of the order with the records before it that have an equal band.
void compare_with_earlier(const Band& sorted, std::int64_t place, std::vector<Nearest>& nearest) {
  const auto [hash, row] = sorted.order[static_cast<std::size_t>(place)];
  Nearest& best = nearest[static_cast<std::size_t>(row)];
  for (std::int64_t i = place - 1; i >= 0 && place - i <= most_compared; --i) {
    const auto [other_hash, other] = sorted.order[static_cast<std::size_t>(i)];
    if (other_hash != hash) break;
    const double share = share_of(sorted.keys, place, i);
    if (share > best.share || (share == best.share && other < best.row)) best = {share, other};
  }
}

}  // namespace

void judge_near_duplicates(State& s, const QualityRules& rules) {
  if (!rules.near_duplicate_share || s.rows() < 2) return;
  const double least = *rules.near_duplicate_share;
  const Keys keys = keys_of(s);
  const auto differ = static_cast<std::int64_t>(std::floor((1 - least) * static_cast<double>(keys.items) + 1e-9));
  const auto bands = static_cast<std::size_t>(
      std::clamp<std::int64_t>(differ + 1, 1, std::min<std::int64_t>(most_bands, std::ssize(keys.values) / s.rows())));
  std::vector<Nearest> nearest(static_cast<std::size_t>(s.rows()));
  for (std::size_t band = 0; band < bands; ++band) {
    const Band sorted = sorted_band(keys, s.rows(), band, bands);
    const std::int64_t lanes = lanes_for(s.rows(), 1);
    for_blocks(lanes, 0, [&](std::int64_t lane) {
      for (std::int64_t i = lane_begin(lane, lanes, s.rows()); i < lane_begin(lane + 1, lanes, s.rows()); ++i)
        compare_with_earlier(sorted, i, nearest);
    });
  }
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const Nearest& best = nearest[static_cast<std::size_t>(r)];
    if (best.row < 0 || best.share < least || s.is(r, ragged) || s.is(r, duplicate)) continue;
    Finding& f = s.report(r, Rule::quality_near_duplicate);
    f.value = number_text(std::floor(best.share * 1000) / 10);
    f.expected = std::to_string(best.row + 1);
  }
}

}  // namespace enkat::detail
