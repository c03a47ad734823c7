#include <gtest/gtest.h>

#include <cmath>

#include "enkat/inference/column_test.hpp"

using namespace enkat;

TEST(ColumnTest, by_design_is_the_difference_over_its_error) {
  const ColumnTest t = design_test(0.5, 0.4, 0.0025, 20);
  EXPECT_DOUBLE_EQ(t.t, 2);
  EXPECT_NEAR(t.p, 0.059265535447, 1e-11);  // R: 2*pt(-2, 20)
}

TEST(ColumnTest, nothing_varies_hence_no_test) {
  EXPECT_TRUE(std::isnan(design_test(0.5, 0.4, 0, 20).p));
  EXPECT_TRUE(std::isnan(design_test(0.5, 0.4, 0.01, 0).p));
}

TEST(ColumnTest, pooled_shares) {
  // pbar = (60 + 40)/200 = 0.5; t = 0.2/sqrt(0.25 * 2/100)
  const ColumnSide a{0.6, 100, 100, 0, 100}, b{0.4, 100, 100, 0, 100};
  const ColumnTest t = dimensions_share_test(a, b, 0, true);
  EXPECT_NEAR(t.t, 0.2 / std::sqrt(0.005), 1e-14);
  EXPECT_DOUBLE_EQ(t.df, 198);
  EXPECT_NEAR(dimensions_share_test(a, b, 0, false).t, 0.2 / std::sqrt(0.0048), 1e-14);
}

TEST(ColumnTest, a_part_against_its_total) {
  const ColumnSide part{0.6, 50, 50, 0, 50}, total{0.5, 200, 200, 0, 200};
  const ColumnTest t = dimensions_share_test(part, total, 50, true);
  const double p = (30.0 + 100.0) / 250.0;
  EXPECT_NEAR(t.t, 0.1 / std::sqrt(p * (1 - p) * (1.0 / 50 - 1.0 / 200)), 1e-14);
  EXPECT_DOUBLE_EQ(t.df, 198);
}

TEST(ColumnTest, means_by_welch) {
  const ColumnSide a{10, 25, 30, 2, 30}, b{9, 16, 20, 4, 20};
  const ColumnTest t = dimensions_mean_test(a, b);
  EXPECT_NEAR(t.t, 1 / std::sqrt(4.0 / 25 + 1), 1e-14);
  EXPECT_NEAR(t.df, 1.16 * 1.16 / (0.16 * 0.16 / 29 + 1.0 / 19), 1e-10);
}
