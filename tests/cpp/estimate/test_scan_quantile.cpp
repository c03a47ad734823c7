#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/scan_quantile.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

Numbers part_of(const Numbers& n, std::int64_t from, std::int64_t to) {
  return {n.owner, n.values.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)), {}, n.centre};
}

Categories part_of(const Categories& c, std::int64_t from, std::int64_t to) {
  std::vector<std::int32_t> codes;
  for (std::int64_t i = from; i < to; ++i) codes.push_back(c.codes.at(i));
  return {Codes(codes, static_cast<std::int64_t>(c.levels.size())), c.levels};
}

Quantiles scanned(const Sample& s, const Numbers& y, std::vector<double> probs, ScanQuantileOptions options,
                  std::int64_t chunk_rows, int& passes) {
  ScannedDesign design({}, {{true, true, false}}, true);
  options.by_order = {LevelOrder::text};
  QuantileScan scan(std::move(probs), std::move(options));
  for (passes = 0; !scan.done(); ++passes) {
    design.begin();
    for (std::int64_t at = 0; at < y.size(); at += chunk_rows) {
      const std::int64_t end = std::min(at + chunk_rows, y.size());
      const Numbers w = part_of(s.weight, at, end), values = part_of(y, at, end);
      const Categories stratum = part_of(s.stratum, at, end), cluster = part_of(s.cluster, at, end),
                       column = part_of(s.column, at, end);
      const Numbers* variables[] = {&values};
      const Categories* by[] = {&column};
      scan.add(design, {end - at, &w, {{&cluster, &stratum, nullptr}}}, variables, by);
    }
    design.settle();
    scan.end(design);
  }
  return scan.result();
}

void expect_equal(const Quantiles& a, const Quantiles& b) {
  EXPECT_EQ(a.estimates.n, b.estimates.n);
  for (std::size_t i = 0; i < b.estimates.estimate.size(); ++i) {
    const double tolerance = 1e-12 * (1 + std::abs(b.estimates.estimate[i]));  // rules that interpolate
    EXPECT_NEAR(a.estimates.estimate[i], b.estimates.estimate[i], tolerance);
    EXPECT_NEAR(a.low[i], b.low[i], tolerance);
    EXPECT_NEAR(a.high[i], b.high[i], tolerance);
    EXPECT_NEAR(a.estimates.se[i], b.estimates.se[i], 1e-11 * b.estimates.se[i]);
  }
}

}  // namespace

TEST(QuantileScan, equals_the_quantiles_of_all_rows_however_few_may_be_held) {
  const Sample s(4000);
  const Design whole = s.clustered();
  const std::vector<double> probs{0.05, 0.25, 0.5, 0.9};
  std::mt19937_64 random(2);
  std::vector<double> skewed, few;
  for (int i = 0; i < 4000; ++i) {
    skewed.push_back(static_cast<double>(random() % 100000) * static_cast<double>(random() % 1000) / 1e4 - 200);
    few.push_back(static_cast<double>(random() % 7) - 3);  // many rows of each value: ties in the order of the rows
  }
  for (const Numbers& y : {s.y, enkat::testing::numbers(skewed), enkat::testing::numbers(few)})
    for (const QuantileRule rule : {QuantileRule::math, QuantileRule::school, QuantileRule::hf3, QuantileRule::hf7})
      for (const std::int64_t most : {1 << 20, 1}) {
        QuantileOptions options;
        options.by = &s.column.codes;
        options.rule = rule;
        int passes = 0;
        ScanQuantileOptions streamed;
        streamed.rule = rule;
        streamed.most_rows = most;
        expect_equal(scanned(s, y, probs, streamed, 777, passes), quantile(whole, {&y}, probs, options));
        EXPECT_GE(passes, 4);
        EXPECT_LE(passes, most > 1 ? 4 : 12);
      }
}

TEST(QuantileScan, without_an_interval_the_limits_are_not_looked_for) {
  const Sample s(500);
  int passes = 0;
  ScanQuantileOptions options;
  options.interval = QuantileInterval::none;
  EXPECT_TRUE(std::isnan(scanned(s, s.y, {0.5}, options, 100, passes).low[0]));
  EXPECT_EQ(passes, 3);
}

TEST(QuantileScan, refuses_what_takes_too_many_passes) {
  ScanQuantileOptions options;
  options.interval = QuantileInterval::score;
  EXPECT_THROW(QuantileScan({0.5}, options), Error);
  EXPECT_THROW(QuantileScan({1.5}, {}), Error);
}
