#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/inference/kappa.hpp"
#include "enkat/inference/reliability.hpp"

using namespace enkat;

namespace {

/// Items y_j = l_j f + e_j of independent rows.
std::vector<Numbers> items_of(const std::vector<double>& loadings, std::size_t n, unsigned seed) {
  std::mt19937_64 random(seed);
  const auto noise = [&] {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    return sum;
  };
  std::vector<std::vector<double>> values(loadings.size());
  for (std::size_t i = 0; i < n; ++i) {
    const double f = noise();
    for (std::size_t j = 0; j < loadings.size(); ++j) values[j].push_back(loadings[j] * f + noise());
  }
  std::vector<Numbers> out;
  for (auto& v : values) out.push_back(enkat::testing::numbers(std::move(v)));
  return out;
}

std::vector<const Numbers*> pointers(const std::vector<Numbers>& items) {
  std::vector<const Numbers*> out;
  for (const Numbers& item : items) out.push_back(&item);
  return out;
}

Design independent(std::int64_t n) { return {n, nullptr, {{nullptr, nullptr, nullptr}}, {}}; }

/// The standard error by leaving out one row after the other.
template <class F>
double jackknife(std::int64_t n, F&& statistic) {
  std::vector<double> t;
  double mean = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(n), 1);
    mask[static_cast<std::size_t>(i)] = 0;
    t.push_back(statistic(independent(n).where(mask)));
    mean += t.back() / static_cast<double>(n);
  }
  double sum = 0;
  for (const double v : t) sum += (v - mean) * (v - mean);
  return std::sqrt(sum * static_cast<double>(n - 1) / static_cast<double>(n));
}

}  // namespace

TEST(CronbachAlpha, ByHand) {
  // variances 35/16 and 27/16, covariance 29/16: 2 (1 - 62/120) = 29/30
  const std::vector<Numbers> items{enkat::testing::numbers({1, 2, 3, 5}), enkat::testing::numbers({2, 2, 4, 5})};
  EXPECT_NEAR(cronbach_alpha(independent(4), pointers(items)).estimate[0], 29.0 / 30, 1e-14);
  EXPECT_THROW((void)cronbach_alpha(independent(4), {items.data()}), Error);
}

TEST(CronbachAlpha, StandardErrorIsThatOfTheJackknife) {
  const std::vector<Numbers> items = items_of({1, 0.8, 0.6, 1.2}, 150, 3);
  const Estimates a = cronbach_alpha(independent(150), pointers(items));
  const double se = jackknife(150, [&](const Design& d) { return cronbach_alpha(d, pointers(items)).estimate[0]; });
  EXPECT_NEAR(a.se[0] / se, 1, 0.05);
}

TEST(McDonaldOmega, FindsAKnownFactor) {
  const std::vector<double> loadings{1, 0.8, 0.6, 1.2};
  const std::vector<Numbers> items = items_of(loadings, 60000, 5);
  const double common = 3.6 * 3.6;
  const Estimates a = mcdonald_omega(independent(60000), pointers(items));
  EXPECT_NEAR(a.estimate[0], common / (common + 4), 4 * a.se[0]);
  EXPECT_LT(a.se[0], 0.005);
}

TEST(McDonaldOmega, StandardErrorIsThatOfTheJackknife) {
  const std::vector<Numbers> items = items_of({1, 0.8, 0.6, 1.2}, 150, 9);
  const Estimates a = mcdonald_omega(independent(150), pointers(items));
  const double se = jackknife(150, [&](const Design& d) { return mcdonald_omega(d, pointers(items)).estimate[0]; });
  EXPECT_NEAR(a.se[0] / se, 1, 0.06);
}

TEST(McDonaldOmega, OfEqualLoadingsIsAlpha) {
  // in tau-equivalent items both are the same in the population
  const std::vector<Numbers> items = items_of({1, 1, 1, 1}, 60000, 6);
  EXPECT_NEAR(mcdonald_omega(independent(60000), pointers(items)).estimate[0],
              cronbach_alpha(independent(60000), pointers(items)).estimate[0], 5e-4);
}

TEST(McDonaldOmega, RefusesItemsWithoutACommonFactor) {
  const std::vector<Numbers> two = items_of({1, 1}, 20, 1);
  EXPECT_THROW((void)mcdonald_omega(independent(20), pointers(two)), Error);
  // the third item goes with the first only: a Heywood case
  const std::vector<Numbers> odd{enkat::testing::numbers({1, 2, 3, 4, 5, 6, 7, 8}),
                                 enkat::testing::numbers({1, 2, 4, 3, 5, 8, 6, 7}),
                                 enkat::testing::numbers({8, 1, 1, 6, 9, 1, 2, 12})};
  EXPECT_THROW((void)mcdonald_omega(independent(8), pointers(odd)), Error);
}

TEST(Kappa, ByHand) {
  // shares: yy .4, yn .2, nn .4; po .8, pe .6*.4 + .4*.6 = .48
  const Categories a = enkat::testing::categories({0, 0, 1, 1, 0}, {"y", "n"});
  const Categories b = enkat::testing::categories({0, 1, 1, 1, 0}, {"y", "n"});
  const Estimates k = kappa(independent(5), {&a.codes, nullptr}, {&b.codes, nullptr}, {1, 0, 0, 1});
  EXPECT_NEAR(k.estimate[0], 0.32 / 0.52, 1e-14);
  EXPECT_GT(k.se[0], 0);
  EXPECT_EQ(k.df[0], 4);
  // of two levels all weights are the same
  EXPECT_THROW((void)kappa(independent(5), {&a.codes, nullptr}, {&b.codes, nullptr}, {1, 0, 0}), Error);
}

TEST(Kappa, StandardErrorIsThatOfTheJackknife) {
  std::mt19937_64 random(4);
  std::vector<std::int32_t> first, second;
  for (int i = 0; i < 300; ++i) {
    first.push_back(static_cast<std::int32_t>(random() % 3));
    second.push_back(random() % 3 == 0 ? static_cast<std::int32_t>(random() % 3) : first.back());
  }
  const Categories a = enkat::testing::categories(first, {"1", "2", "3"});
  const Categories b = enkat::testing::categories(second, {"1", "2", "3"});
  for (const std::vector<double>& w :
       {std::vector<double>{1, 0, 0, 0, 1, 0, 0, 0, 1}, {1, .5, 0, .5, 1, .5, 0, .5, 1}}) {
    const auto of = [&](const Design& d) { return kappa(d, {&a.codes, nullptr}, {&b.codes, nullptr}, w); };
    EXPECT_NEAR(of(independent(300)).se[0] / jackknife(300, [&](const Design& d) { return of(d).estimate[0]; }), 1,
                0.02);
  }
}
