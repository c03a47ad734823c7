#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/quantile.hpp"
#include "enkat/estimate/share_below.hpp"

using namespace enkat;
using enkat::testing::numbers;
using enkat::testing::Sample;

namespace {

QuantileOptions with(QuantileRule rule, QuantileInterval interval = QuantileInterval::none) {
  return {nullptr, rule, interval, 0.95, {}, 0};
}

double median_of_five(QuantileRule rule, double p) {
  const Numbers y = numbers({5, 1, 3, 2, 4});
  const Design d(5, nullptr, {}, {});
  return quantile(d, {&y}, std::vector<double>{p}, with(rule)).estimates.estimate[0];
}

}  // namespace

TEST(Quantile, rules_by_hand) {
  EXPECT_EQ(median_of_five(QuantileRule::math, 0.4), 2);
  EXPECT_EQ(median_of_five(QuantileRule::math, 0.41), 3);
  EXPECT_EQ(median_of_five(QuantileRule::school, 0.4), 2.5);
  EXPECT_EQ(median_of_five(QuantileRule::hf3, 0.5), 2);
  EXPECT_DOUBLE_EQ(median_of_five(QuantileRule::hf4, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(median_of_five(QuantileRule::hf6, 0.2), 1.2);
  EXPECT_DOUBLE_EQ(median_of_five(QuantileRule::hf7, 0.5), 3);
  EXPECT_DOUBLE_EQ(median_of_five(QuantileRule::hf7, 0.95), 4.8);
  // R's conventions below the first row
  EXPECT_EQ(median_of_five(QuantileRule::math, 0.1), 2);
  EXPECT_DOUBLE_EQ(median_of_five(QuantileRule::hf4, 0.1), 0.5);
}

TEST(Quantile, names) {
  EXPECT_EQ(parse_quantile_rule("hf2"), QuantileRule::school);
  EXPECT_EQ(parse_quantile_interval("logit"), QuantileInterval::xlogit);
  EXPECT_THROW((void)parse_quantile_rule("hf10"), Error);
  EXPECT_THROW((void)parse_quantile_interval("bootstrap"), Error);
  const Sample s(30);
  EXPECT_THROW((void)quantile(s.clustered(), {&s.y}, std::vector<double>{1}), Error);
}

TEST(Quantile, selection_is_sorting_for_any_number_of_threads) {
  const std::size_t n = 200000;
  const Sample s(n);
  std::vector<std::pair<double, double>> rows;
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    rows.emplace_back(s.y.values[i], s.weight.values[i]);
    total += s.weight.values[i];
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const std::vector<double> probs{0.01, 0.3, 0.5, 0.99};
  QuantileOptions options;
  options.threads = 1;
  const Quantiles one = quantile(s.clustered(), {&s.y}, probs, options);
  for (std::size_t k = 0; k < probs.size(); ++k) {
    double sum = 0;
    std::size_t i = 0;
    while ((sum += rows[i].second) < probs[k] * total) ++i;
    EXPECT_EQ(one.estimates.estimate[k], rows[i].first);
    EXPECT_LT(one.low[k], one.estimates.estimate[k]);
    EXPECT_GT(one.high[k], one.estimates.estimate[k]);
  }
  for (const int threads : {2, 3, 7}) {
    options.threads = threads;
    const Quantiles more = quantile(s.clustered(), {&s.y}, probs, options);
    EXPECT_EQ(more.estimates.estimate, one.estimates.estimate);
    EXPECT_EQ(more.low, one.low);
    EXPECT_EQ(more.estimates.se, one.estimates.se);
  }
}

TEST(Quantile, domains_are_subpopulations) {
  const Sample s(3000);
  const Design d = s.clustered();
  const std::vector<double> probs{0.7, 0.2};
  QuantileOptions options;
  options.by = &s.row.codes;
  options.rule = QuantileRule::hf8;
  options.interval = QuantileInterval::beta;
  const Quantiles all = quantile(d, {&s.y}, probs, options);
  options.by = nullptr;
  for (std::int32_t g = 0; g < 3; ++g) {
    std::vector<std::uint8_t> mask;
    for (std::int64_t i = 0; i < 3000; ++i) mask.push_back(s.row.codes.at(i) == g);
    const Quantiles own = quantile(d.where(mask), {&s.y}, probs, options);
    for (std::size_t k = 0; k < 2; ++k) {
      const std::size_t at = static_cast<std::size_t>(g) * 2 + k;
      EXPECT_EQ(all.estimates.estimate[at], own.estimates.estimate[k]);
      EXPECT_NEAR(all.low[at], own.low[k], 1e-9);
      EXPECT_NEAR(all.estimates.se[at], own.estimates.se[k], 1e-9);
    }
  }
}

TEST(Quantile, covariance_has_the_standard_errors) {
  const Sample s(2000);
  const Quantiles q = quantile(s.clustered(), {&s.y}, std::vector<double>{0.25, 0.5});
  const Covariance v = q.estimates.covariance();
  EXPECT_NEAR(std::sqrt(v.at(0, 0)), q.estimates.se[0], 1e-12);
  EXPECT_NEAR(std::sqrt(v.at(1, 1)), q.estimates.se[1], 1e-12);
  EXPECT_GT(v.at(0, 1), 0);
}

TEST(Quantile, score_limits_are_near_woodruffs) {
  const Sample s(2000);
  const std::vector<double> probs{0.5};
  const Quantiles w = quantile(s.clustered(), {&s.y}, probs);
  const Quantiles c = quantile(s.clustered(), {&s.y}, probs, with(QuantileRule::math, QuantileInterval::score));
  EXPECT_LT(c.low[0], c.estimates.estimate[0]);
  EXPECT_GT(c.high[0], c.estimates.estimate[0]);
  EXPECT_NEAR(c.estimates.se[0], w.estimates.se[0], 0.5 * w.estimates.se[0]);
}

TEST(ShareBelow, thresholds_in_any_order_and_repeated) {
  const Numbers y = numbers({1, 2, 3, 4}, {1, 1, 1, 0});
  const Design d(4, nullptr, {}, {});
  const Estimates e = share_below(d, {{&y, {2, 0, 2, 9}, 4}});
  const std::vector<double> want{2.0 / 3, 0, 2.0 / 3, 1};
  for (std::size_t k = 0; k < 4; ++k) EXPECT_DOUBLE_EQ(e.estimate[k], want[k]);
  EXPECT_EQ(e.n[0], 3);
}
