#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "enkat/disclosure/threshold.hpp"

using enkat::close_total;
using enkat::ThresholdRule;
using enkat::unsafe_counts;

namespace {

std::vector<bool> closed(const std::vector<std::int64_t>& counts, const ThresholdRule& rule) {
  const std::int64_t base = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  std::vector<bool> hidden = unsafe_counts(counts, base, rule);
  close_total(hidden, counts, rule);
  return hidden;
}

using Mask = std::vector<bool>;

}  // namespace

TEST(Threshold, hides_counts_between_zero_and_t) {
  EXPECT_EQ(unsafe_counts(std::vector<std::int64_t>{0, 1, 4, 5, 90}, 100, {}), (Mask{false, true, true, false, false}));
}

TEST(Threshold, several_answers_possible_hide_also_the_few_who_did_not_choose) {
  const ThresholdRule rule{.divides_base = false};
  EXPECT_EQ(unsafe_counts(std::vector<std::int64_t>{96, 95, 100, 0}, 100, rule), (Mask{true, false, false, false}));
}

TEST(Threshold, sensitive_questions_hide_nearly_everybody) {
  const ThresholdRule rule{.sensitive = true};
  EXPECT_EQ(unsafe_counts(std::vector<std::int64_t>{95, 0}, 100, rule), (Mask{true, false}));
  EXPECT_EQ(unsafe_counts(std::vector<std::int64_t>{94, 0}, 100, rule), (Mask{false, false}));
  EXPECT_EQ(unsafe_counts(std::vector<std::int64_t>{16, 4}, 20, rule), (Mask{true, true}));  // 16 > 20 - 5
}

TEST(CloseTotal, hides_the_smallest_other_answer) {
  EXPECT_EQ(closed({2, 60, 30, 0}, {}), (Mask{true, false, true, false}));
}

TEST(CloseTotal, two_hidden_answers_of_one_respondent_are_still_open) {
  EXPECT_EQ(closed({1, 1, 60, 30}, {}), (Mask{true, true, false, true}));  // their sum 2 tells both
}

TEST(CloseTotal, hides_zeros_only_when_nothing_else_is_left) {
  EXPECT_EQ(closed({100, 0, 0}, {.sensitive = true}), (Mask{true, true, false}));
}

TEST(CloseTotal, leaves_a_safe_table_alone) { EXPECT_EQ(closed({50, 0, 40}, {}), (Mask{false, false, false})); }

// The attacker knows the base, the visible counts and that no zero is hidden.
TEST(CloseTotal, no_hidden_answer_is_known_closer_than_t_minus_1_on_random_tables) {
  std::mt19937_64 random(7);
  int protected_tables = 0;
  for (int trial = 0; trial < 5000; ++trial) {
    std::vector<std::int64_t> counts(2 + random() % 8);
    for (auto& n : counts) n = static_cast<std::int64_t>(random() % 3 == 0 ? random() % 6 : random() % 60);
    const ThresholdRule rule{.min_cell = static_cast<std::int64_t>(3 + random() % 8)};
    const std::vector<bool> hidden = closed(counts, rule);
    std::int64_t k = 0, sum = 0;
    bool all = true;
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (hidden[i])
        ++k, sum += counts[i];
      else
        all = false;
    if (k == 0 || all) continue;
    ++protected_tables;
    EXPECT_GE(k, 2);
    EXPECT_GE(sum - k, rule.min_cell - 1);
  }
  EXPECT_GT(protected_tables, 1000);
}

TEST(CloseBlocks, hides_within_the_net_so_that_the_net_may_stay) {
  std::vector<bool> hidden{true, false, false, false, false};
  const std::vector<std::int64_t> counts{2, 12, 9, 40, 37};
  EXPECT_TRUE(enkat::close_blocks(hidden, counts, {{0, 1}, {3, 4}}, {}));
  EXPECT_EQ(hidden, (Mask{true, true, false, false, false}));  // not 2, which is smaller but neutral
}

TEST(CloseBlocks, closes_the_whole_table_when_a_net_would_tell) {
  std::vector<bool> hidden{true, true, false, false, false};
  const std::vector<std::int64_t> counts{1, 1, 9, 40, 37};
  EXPECT_FALSE(enkat::close_blocks(hidden, counts, {{0, 1}, {3, 4}}, {}));  // the net 2 would tell both
  EXPECT_EQ(hidden, (Mask{true, true, true, false, false}));
}
