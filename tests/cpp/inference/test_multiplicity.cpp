#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "enkat/base/error.hpp"
#include "enkat/inference/multiplicity.hpp"

using namespace enkat;

namespace {

const std::vector<double> p{0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 1e-300, 0.9};

void expect_all(Adjustment method, const std::vector<double>& want) {
  const std::vector<double> got = adjust_p(p, method);
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i] / want[i], 1, 1e-14) << i;
}

}  // namespace

// want: R 4.2.2, p.adjust(p, method)
TEST(Multiplicity, Bonferroni) { expect_all(Adjustment::bonferroni, {0.08, 0.32, 0.24, 0.04, 1, 0.32, 8e-300, 1}); }
TEST(Multiplicity, Holm) { expect_all(Adjustment::holm, {0.06, 0.16, 0.15, 0.035, 0.4, 0.16, 8e-300, 0.9}); }
TEST(Multiplicity, BenjaminiHochberg) {
  expect_all(Adjustment::benjamini_hochberg, {0.08 / 3, 0.32 / 6, 0.32 / 6, 0.02, 1.6 / 7, 0.32 / 6, 8e-300, 0.9});
}
TEST(Multiplicity, NoneLeavesThemAlone) { EXPECT_EQ(adjust_p(p, Adjustment::none), p); }

TEST(Multiplicity, ATestThatWasNotMadeDoesNotCount) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> got = adjust_p(std::vector<double>{0.02, nan, 0.03}, Adjustment::bonferroni);
  EXPECT_DOUBLE_EQ(got[0], 0.04);
  EXPECT_TRUE(std::isnan(got[1]));
  EXPECT_TRUE(adjust_p({}, Adjustment::holm).empty());
}

TEST(Multiplicity, NamesAndValuesAreChecked) {
  EXPECT_EQ(parse_adjustment("BH"), Adjustment::benjamini_hochberg);
  EXPECT_EQ(parse_adjustment("holm"), Adjustment::holm);
  EXPECT_THROW((void)parse_adjustment("sidak"), Error);
  EXPECT_THROW((void)adjust_p(std::vector<double>{1.5}, Adjustment::holm), Error);
}
