#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/total.hpp"
#include "enkat/weighting/calibrate.hpp"
#include "enkat/weighting/poststratify.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

/// The constant, row == 1 and y, with totals a little away from the sample's.
Auxiliary auxiliary_of(const Sample& s) {
  Auxiliary a{{"(constant)", "row=1", "y"}, {}, {0, 0, 0}};
  for (std::size_t i = 0; i < s.weight.values.size(); ++i) {
    const double x[3] = {1, s.row.codes.at(static_cast<std::int64_t>(i)) == 1 ? 1.0 : 0.0, s.y.values[i]};
    for (std::size_t j = 0; j < 3; ++j) {
      a.x.push_back(x[j]);
      a.totals[j] += s.weight.values[i] * x[j] * (j == 1 ? 1.05 : 1.02);
    }
  }
  return a;
}

double achieved(const Auxiliary& a, std::span<const double> w, std::size_t j) {
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * a.x[i * a.columns() + j];
  return sum;
}

}  // namespace

TEST(Calibrate, every_distance_meets_the_totals) {
  const Sample s(400);
  const Auxiliary a = auxiliary_of(s);
  for (const Distance distance : {Distance::linear, Distance::raking, Distance::logit, Distance::sinh}) {
    CalibrateOptions o;
    o.distance = distance;
    o.lower = 0.5;
    o.upper = 2;
    const CalibrateResult r = calibrate(s.clustered(), a, o);
    ASSERT_TRUE(r.by_group[0].converged);
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_NEAR(achieved(a, r.design.weights(), j) / a.totals[j], 1, 1e-12) << static_cast<int>(distance);
  }
}

TEST(Calibrate, linear_is_the_closed_form) {
  // w = (10, 10, 10), x = (1, 2, 3): g = 1 + b (x - 2) with 10 sum (x - 2)^2 b = 66 - 60
  const std::vector<double> d{10, 10, 10};
  const Auxiliary a{{"1", "x"}, {1, 1, 1, 2, 1, 3}, {30, 66}};
  const CalibrationFactors f = calibration_factors(d, a, {});
  EXPECT_NEAR(f.g[0], 0.7, 1e-14);
  EXPECT_NEAR(f.g[1], 1.0, 1e-14);
  EXPECT_NEAR(f.g[2], 1.3, 1e-14);
}

TEST(Calibrate, working_variance_proportional_to_x_is_the_ratio_estimator) {
  const std::vector<double> d{1, 2, 3};
  CalibrateOptions o;
  o.q = {4, 5, 6};
  const CalibrationFactors f = calibration_factors(d, {{"x"}, {4, 5, 6}, {64}}, o);
  for (const double g : f.g) EXPECT_NEAR(g, 2, 1e-14);
}

TEST(Calibrate, on_indicators_is_poststratification) {
  const Sample s(300);
  Auxiliary a{{"0", "1", "2"}, {}, {100, 200, 300}};
  for (std::int64_t i = 0; i < 300; ++i)
    for (std::int32_t k = 0; k < 3; ++k) a.x.push_back(s.row.codes.at(i) == k);
  const Design c = calibrate(s.clustered(), a, {}).design;
  const Design p = poststratify(s.clustered(), {"row", &s.row, {100, 200, 300}});
  for (std::size_t i = 0; i < 300; ++i) EXPECT_NEAR(c.weights()[i], p.weights()[i], 1e-12);
  const Estimates ct = total(c, {{&s.y, {}}}), pt = total(p, {{&s.y, {}}});
  EXPECT_NEAR(ct.se[0] / pt.se[0], 1, 1e-10);
}

TEST(Calibrate, dependent_columns_are_named_or_contradict) {
  const std::vector<double> d{1, 1, 1};
  Auxiliary a{{"x", "twice x"}, {1, 2, 2, 4, 3, 6}, {7, 14}};
  EXPECT_EQ(calibration_factors(d, a, {}).dependent, std::vector<std::size_t>{1});
  a.totals[1] = 15;
  try {
    (void)calibration_factors(d, a, {});
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("'twice x'"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("imply 14"), std::string::npos) << e.what();
  }
}

TEST(Calibrate, bounds_that_are_too_narrow_are_found) {
  // one class must grow by half, the other stays: the upper bound alone is too narrow
  const std::vector<double> d{1, 1, 1, 1};
  const Auxiliary a{{"a", "b"}, {1, 0, 1, 0, 0, 1, 0, 1}, {3, 2}};
  CalibrateOptions o;
  o.lower = 0.9;
  o.upper = 1.2;
  EXPECT_FALSE(calibration_factors(d, a, o).converged);
  const Infeasible why = why_infeasible(d, a, o);
  ASSERT_TRUE(why.upper.has_value());
  EXPECT_NEAR(*why.upper, 1.5, 1e-4);
  EXPECT_DOUBLE_EQ(*why.lower, 0.9);
}

TEST(Calibrate, both_bounds_that_are_too_narrow_are_found_and_stay_positive) {
  // from totals of 2 and 2 to 8 and 0.5: factors of 4 and 0.25
  const std::vector<double> d{1, 1, 1, 1};
  const Auxiliary a{{"a", "b"}, {1, 0, 1, 0, 0, 1, 0, 1}, {8, 0.5}};
  CalibrateOptions o;
  o.lower = 0.9;
  o.upper = 2;
  const Infeasible why = why_infeasible(d, a, o);
  ASSERT_TRUE(why.lower.has_value() && why.upper.has_value());
  EXPECT_NEAR(*why.upper, 4, 1e-4);
  EXPECT_NEAR(*why.lower, 0.25, 1e-4);
}

TEST(Calibrate, bounds_are_about_factors_far_from_one_too) {
  // every weight must become thirty times as large
  const std::vector<double> d{1, 1, 1, 1};
  const Auxiliary a{{"a", "b"}, {1, 0, 1, 0, 0, 1, 0, 1}, {60, 66}};
  CalibrateOptions o;
  o.lower = 0.3;
  o.upper = 3;
  const Infeasible why = why_infeasible(d, a, o);
  ASSERT_TRUE(why.lower.has_value() && why.upper.has_value());
  EXPECT_DOUBLE_EQ(*why.lower, 0.3);
  EXPECT_NEAR(*why.upper, 33, 1e-3);
}

TEST(Calibrate, a_mean_outside_the_sample_is_found) {
  const std::vector<double> d{1, 1, 1};
  const Auxiliary a{{"1", "x"}, {1, 1, 1, 2, 1, 3}, {3, 12}};
  CalibrateOptions o;
  o.distance = Distance::raking;
  EXPECT_FALSE(calibration_factors(d, a, o).converged);
  const Infeasible why = why_infeasible(d, a, o);
  ASSERT_TRUE(why.column.has_value());
  EXPECT_EQ(*why.column, 1U);
  EXPECT_DOUBLE_EQ(why.largest, 3);
}

TEST(Calibrate, one_factor_in_a_cluster_meets_the_totals_of_plain_cluster_means) {
  const Sample s(400);
  const Auxiliary a = auxiliary_of(s);
  const Design design = s.clustered();
  const CalibrateResult r = calibrate(design, a, {}, 1);
  const std::size_t p = a.totals.size();
  std::vector<double> g(15, 0), mean(15 * p, 0), rows(15, 0), got(p, 0);
  const auto cluster = [&](std::size_t i) {
    return static_cast<std::size_t>(s.cluster.codes.at(static_cast<std::int64_t>(i)));
  };
  for (std::size_t i = 0; i < 400; ++i) {
    const double factor = r.design.weights()[i] / design.weights()[i];
    if (g[cluster(i)] != 0) EXPECT_NEAR(factor, g[cluster(i)], 1e-12);
    g[cluster(i)] = factor;
    rows[cluster(i)] += 1;
    for (std::size_t j = 0; j < p; ++j) mean[cluster(i) * p + j] += a.x[i * p + j];
  }
  for (std::size_t i = 0; i < 400; ++i)
    for (std::size_t j = 0; j < p; ++j) got[j] += r.design.weights()[i] * mean[cluster(i) * p + j] / rows[cluster(i)];
  for (std::size_t j = 0; j < p; ++j) EXPECT_NEAR(got[j] / a.totals[j], 1, 1e-12);
  EXPECT_THROW((void)calibrate(design, a, {}, 2), Error);
}

TEST(Calibrate, groups_are_calibrated_by_themselves) {
  const Sample s(300);
  Auxiliary a{{"1"}, std::vector<double>(300, 1), {500, 900}};
  const CalibrateResult r = calibrate(s.clustered(), a, {}, 0, &s.column.codes);
  double sum[2] = {0, 0};
  for (std::size_t i = 0; i < 300; ++i) sum[s.column.codes.at(static_cast<std::int64_t>(i))] += r.design.weights()[i];
  EXPECT_NEAR(sum[0], 500, 1e-9);
  EXPECT_NEAR(sum[1], 900, 1e-9);
  const Estimates t = total(r.design, {{nullptr, {&s.column.codes, nullptr}}});
  for (const double se : t.se) EXPECT_NEAR(se, 0, 1e-9);
}

TEST(Calibrate, impossible_options_are_refused) {
  const std::vector<double> d{1, 1};
  const Auxiliary a{{"1"}, {1, 1}, {3}};
  CalibrateOptions o;
  o.lower = 1.5;
  EXPECT_THROW((void)calibration_factors(d, a, o), Error);
  o = {};
  o.distance = Distance::logit;
  EXPECT_THROW((void)calibration_factors(d, a, o), Error);
  o = {};
  o.q = {1, 0};
  EXPECT_THROW((void)calibration_factors(d, a, o), Error);
}
