#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/planning/power.hpp"

using namespace enkat;

// want: R 4.2.2, power.t.test(..., strict = TRUE); its sizes are found to four decimals only
TEST(Power, MeansAsInR) {
  EXPECT_NEAR(power_of_means(1, 1, 1, 20) / 0.868953027724586, 1, 1e-11);
  EXPECT_NEAR(power_of_means(-0.3, 1, 1, 12) / 0.108292592438945, 1, 1e-11);
  EXPECT_NEAR(size_for_means(0.5, 1, 1, 0.9), 85.0312614647902, 1e-3);
  EXPECT_NEAR(detectable_means(2, 2, 30, 0.8, {.two_sided = false}), 1.29925556253885, 1e-5);
}

// want: R 4.2.2, power.prop.test(..., strict = TRUE)
TEST(Power, SharesAsInR) {
  EXPECT_NEAR(power_of_shares(0.5, 0.75, 50) / 0.740167193453611, 1, 1e-12);
  EXPECT_NEAR(size_for_shares(0.5, 0.75, 0.9), 76.7069178977955, 1e-5);
  EXPECT_NEAR(size_for_shares(0.15, 0.3, 0.85, {.two_sided = false}), 110.037651408827, 1e-4);
  EXPECT_NEAR(detectable_share(0.5, true, 50, 0.9), 0.802630567988423, 1e-12);
  EXPECT_NEAR(detectable_share(0.5, false, 50, 0.9), 1 - detectable_share(0.5, true, 50, 0.9), 1e-10);
}

TEST(Power, SizeAndPowerAreInverse) {
  const ComparisonOptions o{
      .ratio = 1.5, .deff = 1.6, .overlap = 0.5, .correlation = 0.7, .population1 = 5000, .population2 = 9000};
  const double n = size_for_means(1, 6, 8, 0.8, o);
  EXPECT_NEAR(power_of_means(1, 6, 8, n, o), 0.8, 1e-10);
  EXPECT_NEAR(detectable_means(6, 8, n, 0.8, o), 1, 1e-9);
  const double m = size_for_shares(0.3, 0.36, 0.9, o);
  EXPECT_NEAR(power_of_shares(0.3, 0.36, m, o), 0.9, 1e-10);
}

// Normal test: n1 = deff (z_{1-a/2} + z_power)^2 (S1^2 + r S2^2 - 2 g r rho S1 S2)/difference^2, r = n1/n2 (Valliant,
// Dever and Kreuter 2013, 4.21); the other tail is below 1e-6 here.
TEST(Power, PanelsAndRatiosByHand) {
  const double inf = std::numeric_limits<double>::infinity(), z = 1.959963984540054 + 0.8416212335729143;
  const ComparisonOptions o{.ratio = 2, .deff = 1.3, .overlap = 0.4, .correlation = 0.6, .df = inf};
  const double spread = 9 + 16 / 2.0 - 2 * 0.4 / 2 * 0.6 * 12;
  EXPECT_NEAR(size_for_means(0.5, 3, 4, 0.8, o) / (1.3 * z * z * spread / 0.25), 1, 1e-5);
}

TEST(Power, WholePopulationsAndErrors) {
  EXPECT_EQ(power_of_means(0.1, 1, 1, 50, {.population1 = 50, .population2 = 50}), 1);
  EXPECT_THROW((void)power_of_means(1, 1, 1, 51, {.population1 = 50}), Error);
  EXPECT_THROW((void)power_of_means(1, 0, 1, 20), Error);
  EXPECT_THROW((void)size_for_means(0, 1, 1, 0.8), Error);
  EXPECT_THROW((void)size_for_means(1, 1, 1, 0.04), Error);
  EXPECT_THROW((void)size_for_means(0.01, 1, 1, 0.8, {.population1 = 50}), Error);
  EXPECT_THROW((void)size_for_shares(0.4, 0.4, 0.8), Error);
  EXPECT_THROW((void)detectable_share(0.9, true, 10, 0.9), Error);
  EXPECT_THROW((void)power_of_shares(0.4, 0.5, 10, {.ratio = 0.5, .overlap = 0.9}), Error);
}
