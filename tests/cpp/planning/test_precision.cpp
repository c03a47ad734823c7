#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/planning/precision.hpp"

using namespace enkat;

namespace {
constexpr double z95 = 1.959963984540054;
}

// A share of 50 %, margin 5 points, N = 4000 and t = 2: n0 = 400, n = 400/(1 + 399/4000) = 364, the numbers of Cochran
// (1977), section 4.4.
TEST(Precision, SizeOfAShareByCochran) {
  const double se = 0.025, n0 = size_for_se(0.25, se);
  EXPECT_NEAR(n0, 400, 1e-9);
  const double n = size_for_se(variance_of_share(0.5, 4000), se, {.population = 4000});
  EXPECT_NEAR(n, 400 / (1 + 399.0 / 4000), 1e-9);
}

TEST(Precision, SizeAndErrorAreInverse) {
  const PrecisionOptions o{.deff = 1.7, .population = 900};
  for (const double se : {0.5, 1.0, 3.0}) EXPECT_NEAR(planned_se(64, size_for_se(64, se, o), o), se, 1e-12);
  EXPECT_EQ(planned_se(64, 900, o), 0);
  EXPECT_NEAR(margin_per_se({}), z95, 1e-14);
  EXPECT_NEAR(margin_per_se({.df = 10}), 2.22813885198627, 1e-12);
}

TEST(Precision, WilsonIsInverse) {
  for (const double p : {0.01, 0.2, 0.5, 0.93})
    for (const double margin : {0.01, 0.05, 0.2}) {
      const PrecisionOptions o{.deff = 1.4, .population = 5000};
      const double n = size_for_wilson_margin(p, margin, o);
      EXPECT_NEAR(wilson_margin(p, n, o), margin, 1e-12) << p << " " << margin;
    }
  // 8 of 400: Wilson's limits are 0.01016 and 0.03896 (half of the length 0.01440)
  EXPECT_NEAR(wilson_margin(0.02, 400), 0.014401, 1e-5);
}

TEST(Precision, DesignEffectAndClusterSize) {
  EXPECT_DOUBLE_EQ(planned_design_effect(21, 0.05), 2);
  EXPECT_DOUBLE_EQ(planned_design_effect(1, 0.5), 1);
  EXPECT_DOUBLE_EQ(planned_design_effect(10, 0.1, 0.5, 0.5), 1.25 * (1 + 11.5 * 0.1));
  EXPECT_NEAR(best_cluster_size(400, 25, 0.05), std::sqrt(16 * 19.0), 1e-12);
  EXPECT_EQ(best_cluster_size(1, 25, 0.9), 1);
}

TEST(Precision, RefusesWhatCannotBe) {
  EXPECT_THROW((void)planned_se(1, 0), Error);
  EXPECT_THROW((void)planned_se(1, 11, {.population = 10}), Error);
  EXPECT_THROW((void)planned_se(-1, 5), Error);
  EXPECT_THROW((void)size_for_se(1, 0), Error);
  EXPECT_THROW((void)size_for_se(1, 1, {.level = 95}), Error);
  EXPECT_THROW((void)size_for_wilson_margin(1.2, 0.1), Error);
  EXPECT_THROW((void)planned_design_effect(0.5, 0.1), Error);
  EXPECT_THROW((void)planned_design_effect(11, -0.2), Error);
  EXPECT_THROW((void)best_cluster_size(1, 1, 0), Error);
}
