#include <gtest/gtest.h>

#include <numeric>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/weighting/normalize.hpp"
#include "enkat/weighting/trim.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

}  // namespace

TEST(Trim, shares_the_cut_in_equal_parts_as_r_does) {
  // R: trimWeights(svydesign(id=~1, weights=~w), upper=8, lower=2), once and strict
  const std::vector<double> w{1, 1, 2, 3, 4, 5, 9, 30, 2.5, 3.5};
  const std::vector<double> once = trimmed(w, {.lower = 2, .upper = 8});
  const std::vector<double> expected{2, 2, 5.5, 6.5, 7.5, 8.5, 8, 8, 6, 7};
  for (std::size_t i = 0; i < w.size(); ++i) EXPECT_DOUBLE_EQ(once[i], expected[i]);
  const std::vector<double> strict = trimmed(w, {.lower = 2, .upper = 8, .strict = true});
  EXPECT_NEAR(strict[0], 2 + 0.5 / 7, 1e-12);
  EXPECT_NEAR(strict[9], 7 + 0.5 / 7, 1e-12);
  EXPECT_DOUBLE_EQ(strict[5], 8);
  EXPECT_NEAR(sum(strict), sum(w), 1e-12);
}

TEST(Trim, other_ways_to_share) {
  const std::vector<double> w{1, 3, 8};
  const std::vector<double> part = trimmed(w, {.upper = 6, .redistribute = Redistribute::proportional});
  EXPECT_DOUBLE_EQ(part[0], 1.5);
  EXPECT_DOUBLE_EQ(part[1], 4.5);
  EXPECT_DOUBLE_EQ(sum(trimmed(w, {.upper = 6, .redistribute = Redistribute::none})), 10);
}

TEST(Trim, rows_of_weight_zero_stay_out) {
  const std::vector<double> w = trimmed(std::vector<double>{0, 1, 3, 8}, {.lower = 2, .upper = 6});
  EXPECT_EQ(w[0], 0);
  EXPECT_DOUBLE_EQ(w[1], 2);
}

TEST(Trim, impossible_limits_are_refused) {
  const std::vector<double> w{1, 3, 8};
  EXPECT_THROW((void)trimmed(w, {.upper = 3.5, .strict = true}), Error);
  EXPECT_THROW((void)trimmed(w, {.lower = 5, .upper = 2}), Error);
  EXPECT_NO_THROW((void)trimmed(w, {.upper = 3.5, .redistribute = Redistribute::none}));
}

TEST(Trim, quantiles_and_the_iqr_rule) {
  const std::vector<double> w{0, 1, 2, 3, 4, 5};
  EXPECT_DOUBLE_EQ(weight_quantile(w, 0.5), 3);
  EXPECT_DOUBLE_EQ(weight_quantile(w, 0.9), 4.6);
  EXPECT_DOUBLE_EQ(iqr_limit(w, 1.5), 3 + 1.5 * 2);
}

TEST(Normalize, gives_every_group_its_sum) {
  const Sample s(100);
  const Design d = normalize(s.clustered(), {10, 20}, &s.column.codes);
  double sums[2] = {0, 0};
  for (std::size_t i = 0; i < 100; ++i) sums[s.column.codes.at(static_cast<std::int64_t>(i))] += d.weights()[i];
  EXPECT_NEAR(sums[0], 10, 1e-12);
  EXPECT_NEAR(sums[1], 20, 1e-12);
  EXPECT_THROW((void)normalize(s.clustered(), {-1}), Error);
}
