#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/estimate/multiple_imputation.hpp"

using namespace enkat;

TEST(MultipleImputation, rubin_by_hand) {
  const CombinedImputations c = combine_imputations({{1}, {2}, {6}}, {{1, {2}}, {1, {4}}, {1, {3}}}, INFINITY);
  EXPECT_DOUBLE_EQ(c.estimate[0], 3);
  EXPECT_DOUBLE_EQ(c.within.at(0, 0), 3);
  EXPECT_DOUBLE_EQ(c.between.at(0, 0), 7);
  EXPECT_DOUBLE_EQ(c.total.at(0, 0), 3 + 4.0 / 3 * 7);
  const double r = 4.0 / 3 * 7 / 3;
  EXPECT_DOUBLE_EQ(c.df[0], 2 * (1 + 1 / r) * (1 + 1 / r));
}

TEST(MultipleImputation, equal_estimates_differ_by_nothing) {
  const double x = 0.1 + 0.2;  // a third of three of them rounds
  const CombinedImputations c = combine_imputations({{x}, {x}, {x}}, {{1, {2}}, {1, {2}}, {1, {2}}}, INFINITY);
  EXPECT_EQ(c.estimate[0], x);
  EXPECT_EQ(c.between.at(0, 0), 0);
  EXPECT_TRUE(std::isinf(c.df[0]));
}

TEST(MultipleImputation, results_must_fit) {
  EXPECT_THROW((void)combine_imputations({{1}}, {{1, {2}}}, INFINITY), Error);
  EXPECT_THROW((void)combine_imputations({{1}, {1, 2}}, {{1, {2}}, {2, {1, 0, 0, 1}}}, INFINITY), Error);
}
