#include <gtest/gtest.h>

#include <cmath>

#include "enkat/tables/rounding.hpp"

using enkat::round_published;
using enkat::text_published;

TEST(RoundPublished, halves_go_away_from_zero_also_when_binary_falls_short) {
  EXPECT_EQ(round_published(100.0 * 29 / 200, 0), 15);  // 14.499999999999998 in binary
  EXPECT_EQ(round_published(2.675, 2), 2.68);
  EXPECT_EQ(round_published(-0.5, 0), -1);
  EXPECT_EQ(round_published(0.49, 0), 0);
  EXPECT_EQ(round_published(1e18 + 0.3, 0), 1e18 + 0.3);
}

TEST(RoundPublished, gives_no_negative_zero) { EXPECT_FALSE(std::signbit(round_published(-0.2, 0))); }

TEST(RoundPublished, reproduces_the_published_figures_of_the_mentoring_survey) {
  EXPECT_EQ(round_published(100.0 * 81 / 173, 0), 47);
  EXPECT_EQ(round_published(100.0 * 82 / 173, 0), 47);
  EXPECT_EQ(round_published(100.0 * 71 / 173, 0), 41);
  EXPECT_EQ(round_published(100.0 * 50 / 173, 0), 29);
}

TEST(TextPublished, has_exactly_the_decimals_asked_for) {
  EXPECT_EQ(text_published(47, 0), "47");
  EXPECT_EQ(text_published(3.5, 2), "3.50");
  EXPECT_EQ(text_published(-12.25, 1), "-12.2");  // text only; rounding is round_published's
}
