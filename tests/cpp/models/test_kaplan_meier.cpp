#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/models/kaplan_meier.hpp"

using namespace enkat;

namespace {

Numbers numbers(std::vector<double> v) { return make_numbers(std::move(v), {}, "x"); }

}  // namespace

// no censoring and equal weights: S(t) is the share still there, and its variance that of a share, p(1-p)/(n-1)
TEST(KaplanMeier, WithoutCensoringIsAShare) {
  const Numbers time = numbers({1, 2, 3, 4, 5, 6, 7, 8}), event = numbers(std::vector<double>(8, 1));
  const Design design(8, nullptr, {{}}, {});
  const SurvivalCurves k = kaplan_meier(design, {time, event, nullptr}, nullptr, {.times = {3, 6}});
  for (std::size_t i = 0; i < 2; ++i) {
    const double p = i == 0 ? 5.0 / 8 : 2.0 / 8;
    EXPECT_NEAR(k.survival[i], p, 1e-14);
    EXPECT_NEAR(k.se[i], std::sqrt(p * (1 - p) / 7), 1e-12);
  }
  EXPECT_EQ(k.df, 7);
}

// tied events and censoring by hand: 1 - 1/6, times 1 - 2/5, times 1 - 1/2
TEST(KaplanMeier, TiesAndCensoringByHand) {
  const Numbers time = numbers({1, 2, 2, 2, 4, 5}), event = numbers({1, 1, 1, 0, 1, 0});
  const Design design(6, nullptr, {{}}, {});
  const SurvivalCurves k = kaplan_meier(design, {time, event, nullptr}, nullptr);
  const std::vector<double> want{5.0 / 6, 5.0 / 6 * 0.6, 5.0 / 6 * 0.6 * 0.5};
  ASSERT_EQ(k.time, (std::vector<double>{1, 2, 4}));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(k.survival[i], want[i], 1e-14);
  EXPECT_EQ(k.at_risk, (std::vector<double>{6, 5, 2}));
  EXPECT_EQ(k.events, (std::vector<double>{1, 2, 1}));
  const SurvivalCurves n = kaplan_meier(design, {time, event, nullptr}, nullptr, {.nelson_aalen = true});
  EXPECT_NEAR(n.survival[2], std::exp(-(1.0 / 6 + 2.0 / 5 + 0.5)), 1e-14);
}

// influence values against what a small change of one weight does
TEST(KaplanMeier, InfluenceIsTheDerivative) {
  const std::vector<double> t{1, 2, 2, 3, 4, 5, 6}, from{0, 0, 1, 0, 2, 1, 3}, e{1, 1, 0, 1, 1, 0, 1};
  const Numbers time = numbers(t), entry = numbers(from), event = numbers(e);
  const auto log_survival = [&](std::vector<double> w) {
    const Numbers weights = numbers(std::move(w));
    const Design d(7, &weights, {{}}, {});
    return std::log(kaplan_meier(d, {time, event, nullptr, &entry}, nullptr, {.times = {4.5}}).survival[0]);
  };
  std::vector<double> z(7);
  double mean = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    std::vector<double> up(7, 1), down(7, 1);
    up[i] += 1e-5;
    down[i] -= 1e-5;
    z[i] = (log_survival(up) - log_survival(down)) / 2e-5;
    mean += z[i] / 7;
  }
  double v = 0;
  for (const double x : z) v += 7.0 / 6 * (x - mean) * (x - mean);
  const Design d(7, nullptr, {{}}, {});
  const SurvivalCurves k = kaplan_meier(d, {time, event, nullptr, &entry}, nullptr, {.times = {4.5}});
  EXPECT_NEAR(k.log_se[0], std::sqrt(v), 1e-8);
}

TEST(KaplanMeier, ManyPointsGiveTheSameErrorsWithoutTheirCovariance) {
  std::vector<double> t, e;
  for (int i = 0; i < 300; ++i) {
    t.push_back(1 + (i * 37) % 211);
    e.push_back(i % 3 == 0 ? 0 : 1);
  }
  const Numbers time = numbers(t), event = numbers(e);
  const Design design(300, nullptr, {{}}, {});
  const SurvivalCurves a = kaplan_meier(design, {time, event, nullptr}, nullptr);
  const SurvivalCurves b = kaplan_meier(design, {time, event, nullptr}, nullptr, {.most_values = 1});
  EXPECT_GT(a.time.size(), 128U);
  EXPECT_EQ(b.covariance.size, 0U);
  for (std::size_t k = 0; k < a.se.size(); ++k)
    if (a.survival[k] > 0) {
      EXPECT_NEAR(a.se[k], b.se[k], 1e-12);
    }
}

TEST(KaplanMeier, RefusesEntryAfterTheEnd) {
  const Numbers time = numbers({1, 2}), event = numbers({1, 0}), entry = numbers({0, 2});
  const Design design(2, nullptr, {{}}, {});
  EXPECT_THROW((void)kaplan_meier(design, {time, event, nullptr, &entry}, nullptr), Error);
}
