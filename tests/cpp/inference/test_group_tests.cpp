#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/inference/correlation_test.hpp"
#include "enkat/inference/rank_test.hpp"
#include "enkat/inference/t_test.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

Factor factor(const Categories& c) { return {&c.codes, nullptr}; }

/// Six rows drawn independently with equal weights.
struct Six {
  Design design{6, nullptr, {{nullptr, nullptr, nullptr}}, {}};
  Numbers y = enkat::testing::numbers({1, 2, 4, 6, 5, 9});
  Categories group = enkat::testing::categories({0, 0, 0, 1, 1, 1}, {"a", "b"});
};

}  // namespace

TEST(TTest, OneSampleByHand) {
  const Six s;
  const enkat::Test t = t_test(s.design, s.y, 3, 0.95);
  // mean 4.5, squared deviations 12.25 + 6.25 + .25 + 2.25 + .25 + 20.25 = 41.5
  const double se = std::sqrt(41.5 / 5 / 6);
  EXPECT_NEAR(t.estimate, 4.5, 1e-14);
  EXPECT_NEAR(t.se, se, 1e-14);
  EXPECT_NEAR(t.statistic, 1.5 / se, 1e-13);
  EXPECT_EQ(t.df, 4);  // six clusters, one stratum, and one less
  EXPECT_NEAR(t.p_value, t_two_sided(1.5 / se, 4), 1e-14);
  EXPECT_NEAR(t.low, 4.5 - t_quantile(0.975, 4) * se, 1e-13);
}

TEST(TTest, TwoSamplesByHand) {
  const Six s;
  const enkat::Test t = t_test(s.design, s.y, factor(s.group), 0.9);
  // influence values (y - mean of group)/3 sum to 0: v = 6/5 sum of squares
  const double v = 6.0 / 5 * ((16.0 + 1 + 25) / 9 + 26.0 / 3) / 9;
  EXPECT_NEAR(t.estimate, 20.0 / 3 - 7.0 / 3, 1e-14);
  EXPECT_NEAR(t.se * t.se, v, 1e-13);
  EXPECT_EQ(t.df, 4);
}

TEST(TTest, PairedIsOneSampleOfDifferences) {
  const Numbers a = enkat::testing::numbers({1, 2, 3, 4}, {1, 1, 0, 1});
  const Numbers b = enkat::testing::numbers({0, 5, 1, 1}, {1, 1, 1, 1});
  const Numbers d = difference(a, b);
  EXPECT_EQ(d.values[1], -3);
  EXPECT_EQ(d.valid, (std::vector<std::uint8_t>{1, 1, 0, 1}));
  EXPECT_THROW((void)difference(a, enkat::testing::numbers({1})), Error);
}

TEST(TTest, RefusesOtherThanTwoGroupsAndNoDegreesOfFreedom) {
  const Sample s(30, 1);
  EXPECT_THROW((void)t_test(s.clustered(), s.y, factor(s.row), 0.95), Error);
  const Sample one(30, 1, 1, 2);
  EXPECT_THROW((void)t_test(one.clustered(), one.y, 0, 0.95), Error);
}

TEST(RankTest, RanksAreMidpointsOfTheCumulatedWeights) {
  const Six s;
  const std::vector<double> r = relative_ranks(s.design, s.y, factor(s.group));
  const double want[] = {0.5, 1.5, 2.5, 4.5, 3.5, 5.5};
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(r[static_cast<std::size_t>(i)], want[i] / 6, 1e-15);
  EXPECT_NEAR(rank_score(RankScore::van_der_waerden, 0.975), 1.959963984540054, 1e-12);
  EXPECT_EQ(rank_score(RankScore::median, 0.5), 0);
  EXPECT_EQ(rank_score(RankScore::median, 0.6), 1);
  EXPECT_TRUE(std::isnan(rank_score(RankScore::median, std::nan(""))));
}

TEST(RankTest, OnScoresThatAreTheValuesIsTheTTest) {
  const Sample s(200, 7);
  const Design d = s.clustered();
  const std::vector<double> scores(s.y.values.begin(), s.y.values.end());
  const enkat::Test a = rank_test(d, scores, factor(s.column), 0.95), b = t_test(d, s.y, factor(s.column), 0.95);
  EXPECT_NEAR(a.estimate, b.estimate, 1e-12 * std::abs(b.estimate));
  EXPECT_NEAR(a.statistic / b.statistic, 1, 1e-10);
  EXPECT_EQ(a.df, b.df);
}

TEST(RankTest, OrderAndScaleOfWeightsDoNotMatter) {
  const Sample s(200, 8);
  const enkat::Test a =
      rank_test(s.clustered(), relative_ranks(s.clustered(), s.y, factor(s.row)), factor(s.row), 0.95);
  EXPECT_EQ(a.df, 2);
  EXPECT_EQ(a.ddf, 10);  // 12 - 2
  std::vector<double> twice;
  for (const double w : s.weight.values) twice.push_back(2 * w);
  const Numbers weight = enkat::testing::numbers(twice);
  const Design d{200, &weight, {{&s.cluster, &s.stratum, nullptr}}, {}};
  EXPECT_NEAR(rank_test(d, relative_ranks(d, s.y, factor(s.row)), factor(s.row), 0.95).statistic / a.statistic, 1,
              1e-12);
}

TEST(CorrelationTest, OfIndependentRowsIsTheTextbookCorrelation) {
  const Six s;
  const Numbers x = enkat::testing::numbers({2, 1, 5, 8, 4, 7});
  const enkat::Test t = correlation_test(s.design, x, s.y, false, 0.95);
  EXPECT_NEAR(t.estimate, 0.8491904957028, 1e-12);  // R 4.2.2, cor()
  EXPECT_LT(t.low, t.estimate);
  EXPECT_GT(t.high, t.estimate);
  const enkat::Test ranks = correlation_test(s.design, x, s.y, true, 0.95);
  EXPECT_NEAR(ranks.estimate, 0.828571428571429, 1e-12);  // method = "spearman"
  EXPECT_THROW((void)correlation_test(s.design, enkat::testing::numbers(std::vector<double>(6, 3)), s.y, false, 0.95),
               Error);
}
