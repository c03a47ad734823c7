#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "../design/sample.hpp"
#include "enkat/state/totals.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

/// A number and a categorical column, in domains or in none.
TotalsRequest request(const Sample& s, bool domains) {
  TotalsRequest r;
  r.group = domains ? &s.column.codes : nullptr;
  r.blocks = {{}, {Block::Kind::number, &s.y, {}, {}}, {Block::Kind::indicators, nullptr, {&s.row.codes, nullptr}, {}}};
  return r;
}

/// Sums agree up to the rounding of another order of addition; counts agree exactly.
void expect_equal(const Totals& a, const Totals& b) {
  ASSERT_EQ(a.total.size(), b.total.size());
  double scale = 1;
  for (const double v : b.total) scale = std::max(scale, std::abs(v));
  for (std::size_t k = 0; k < a.total.size(); ++k) ASSERT_NEAR(a.total[k], b.total[k], 1e-12 * scale);
  ASSERT_EQ(a.unit_total.size(), b.unit_total.size());
  for (std::size_t k = 0; k < a.unit_total.size(); ++k) ASSERT_NEAR(a.unit_total[k], b.unit_total[k], 1e-12 * scale);
  ASSERT_EQ(a.count, b.count);
}

/// The state of rows cut at `cuts`, the parts merged in the order given.
Totals merged(const Design& d, const TotalsRequest& r, const std::vector<std::int64_t>& cuts,
              const std::vector<std::size_t>& order) {
  Totals out = empty_totals(d, r);
  for (const std::size_t k : order) {
    Totals part = empty_totals(d, r);
    accumulate(part, d, r, cuts[k], cuts[k + 1]);
    merge(out, part);
  }
  return out;
}

}  // namespace

// For any sample, any cuts and any order: what is counted in parts is what is counted at once.
TEST(TotalsMerge, any_parts_in_any_order_make_the_whole) {
  std::mt19937_64 random(11);
  for (unsigned round = 0; round < 60; ++round) {
    const std::int64_t n = 20 + static_cast<std::int64_t>(random() % 400);
    const Sample s(static_cast<std::size_t>(n), round + 1, 2 + static_cast<int>(random() % 3), 3);
    const Design d = round % 2 ? s.clustered() : s.independent();
    const TotalsRequest r = request(s, round % 3 == 0);
    std::vector<std::int64_t> cuts{0, n};
    for (std::size_t k = random() % 6; k > 0; --k)
      cuts.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n)));
    std::sort(cuts.begin(), cuts.end());
    std::vector<std::size_t> order(cuts.size() - 1);
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::shuffle(order.begin(), order.end(), random);
    expect_equal(merged(d, r, cuts, order), totals(d, r));
  }
}

// An empty part changes no bit.
TEST(TotalsMerge, an_empty_state_is_neutral) {
  const Sample s(200);
  const Design d = s.clustered();
  const TotalsRequest r = request(s, true);
  Totals whole = totals(d, r);
  const std::vector<double> before = whole.total;
  merge(whole, empty_totals(d, r));
  EXPECT_EQ(whole.total, before);
}
