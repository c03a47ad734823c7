#include <gtest/gtest.h>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/state/totals.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

TotalsRequest pairs(const Sample& s, int threads = 0) {
  TotalsRequest r;
  r.blocks = {{Block::Kind::pairs, nullptr, {&s.row.codes, nullptr}, {&s.column.codes, nullptr}}};
  r.threads = threads;
  return r;
}

TotalsRequest numbers(const Sample& s, const Codes* group, int threads = 0) {
  TotalsRequest r;
  r.blocks = {{}, {Block::Kind::number, &s.y, {}, {}}};
  r.group = group;
  r.threads = threads;
  return r;
}

}  // namespace

TEST(Totals, same_bits_for_any_number_of_threads) {
  const Sample s(100000);
  const Design d = s.clustered();
  const Totals one = totals(d, pairs(s, 1)), group_one = totals(d, numbers(s, &s.row.codes, 1));
  for (const int threads : {2, 3, 7}) {
    EXPECT_EQ(totals(d, pairs(s, threads)).unit_total, one.unit_total);
    EXPECT_EQ(totals(d, pairs(s, threads)).square, one.square);
    EXPECT_EQ(totals(d, numbers(s, &s.row.codes, threads)).unit_total, group_one.unit_total);
  }
}

TEST(Totals, chunks_merge_to_the_whole) {
  const Sample s(5000);
  const Design d = s.clustered();
  const TotalsRequest request = numbers(s, &s.column.codes);
  Totals left = empty_totals(d, request), right = empty_totals(d, request);
  accumulate(left, d, request, 0, 1234);
  accumulate(right, d, request, 1234, 5000);
  merge(left, right);
  const Totals whole = totals(d, request);
  ASSERT_EQ(left.total.size(), whole.total.size());
  for (std::size_t k = 0; k < whole.total.size(); ++k) EXPECT_NEAR(left.total[k], whole.total[k], 1e-8);
  EXPECT_EQ(left.count, whole.count);
}

TEST(Totals, merge_refuses_a_foreign_state) {
  const Sample s(100);
  const Design d = s.clustered();
  Totals a = empty_totals(d, pairs(s));
  EXPECT_THROW(merge(a, empty_totals(d, numbers(s, nullptr))), Error);
}

TEST(Totals, a_missing_value_takes_the_row_out_of_every_column) {
  Sample s(100);
  s.y.valid.assign(100, 1);
  s.y.valid[3] = 0;
  const Totals t = totals(s.clustered(), numbers(s, nullptr));
  EXPECT_EQ(t.count[0], 99);
}

TEST(Totals, an_option_set_counts_respondents_and_options) {
  const Sample s(6);
  OptionSet set{{"a", "b"}, {3, 1, 0, 2, 0, 1}, {1, 1, 1, 1, 0, 1}};
  TotalsRequest r;
  r.blocks = {{}, {Block::Kind::indicators, nullptr, {nullptr, &set}, {}}};
  const Totals t = totals(s.independent(), r);
  EXPECT_EQ(t.count, (std::vector<std::int64_t>{5, 3, 2}));
}
