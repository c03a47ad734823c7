#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/total.hpp"
#include "enkat/weighting/diagnostics.hpp"
#include "enkat/weighting/nonresponse.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

std::vector<std::uint8_t> every_third_silent(std::size_t n) {
  std::vector<std::uint8_t> out(n, 1);
  for (std::size_t i = 0; i < n; i += 3) out[i] = 0;
  return out;
}

}  // namespace

TEST(Nonresponse, respondents_carry_the_weight_of_their_class) {
  const Sample s(60);
  const auto responded = every_third_silent(60);
  const Design d = s.clustered(), a = nonresponse_classes(d, responded, s.row).design;
  double before[3] = {0, 0, 0}, after[3] = {0, 0, 0};
  for (std::size_t i = 0; i < 60; ++i) {
    const auto c = s.row.codes.at(static_cast<std::int64_t>(i));
    before[c] += d.weights()[i];
    after[c] += a.weights()[i];
    if (!responded[i]) EXPECT_EQ(a.weights()[i], 0);
  }
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(after[c], before[c], 1e-10);
}

TEST(Nonresponse, a_saturated_response_model_is_the_classes) {
  const Sample s(300);
  const auto responded = every_third_silent(300);
  std::vector<double> x;
  for (std::int64_t i = 0; i < 300; ++i) {
    x.push_back(1);
    for (std::int32_t k = 1; k < 3; ++k) x.push_back(s.row.codes.at(i) == k);
  }
  const Design c = nonresponse_classes(s.clustered(), responded, s.row).design;
  const Design p = nonresponse_propensity(s.clustered(), responded, x, 3).design;
  for (std::size_t i = 0; i < 300; ++i) EXPECT_NEAR(c.weights()[i], p.weights()[i], 1e-8);
  const Estimates a = total(c, {{&s.y, {}}}), b = total(p, {{&s.y, {}}});
  EXPECT_NEAR(a.se[0] / b.se[0], 1, 1e-8);
}

TEST(Nonresponse, a_class_mean_is_as_uncertain_as_its_respondents) {
  // one class, rows drawn independently: sum of d times the respondents' mean; e_i = w_i (y_i - m) + d_i m
  const std::vector<double> y{1, 4, 7, 10};
  const std::vector<std::uint8_t> responded{1, 1, 0, 1};
  const Numbers weight = enkat::testing::numbers({2, 2, 2, 2}), value = enkat::testing::numbers(y);
  const Design d(4, &weight, {}, {});
  const Categories one = enkat::testing::categories({0, 0, 0, 0}, {"all"});
  const Estimates t = total(nonresponse_classes(d, responded, one).design, {{&value, {}}});
  const double m = 5, w = 8.0 / 3;
  double e[4], mean = 0, v = 0;
  for (int i = 0; i < 4; ++i) {
    e[i] = (responded[static_cast<std::size_t>(i)] ? w * (y[static_cast<std::size_t>(i)] - m) : 0) + 2 * m;
    mean += e[i] / 4;
  }
  for (const double x : e) v += 4.0 / 3 * (x - mean) * (x - mean);
  EXPECT_NEAR(t.estimate[0], 8 * m, 1e-12);
  EXPECT_NEAR(t.se[0], std::sqrt(v), 1e-12);
}

TEST(Nonresponse, a_class_without_respondents_is_named) {
  const Categories one = enkat::testing::categories({0, 1}, {"a", "b"});
  const Design d(2, nullptr, {}, {});
  const std::vector<std::uint8_t> responded{1, 0};
  try {
    (void)nonresponse_classes(d, responded, one);
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("'b'"), std::string::npos) << e.what();
  }
}

TEST(Propensity, solves_its_score_equations) {
  const std::vector<double> x{1, 0, 1, 1, 1, 2, 1, 3, 1, 4}, a{1, 2, 1, 2, 1};
  const std::vector<std::uint8_t> responded{0, 1, 0, 1, 1};
  const Propensity p = propensity(x, 2, responded, a);
  ASSERT_TRUE(p.converged);
  double score[2] = {0, 0};
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = 0; j < 2; ++j) score[j] += a[i] * (responded[i] - p.probability[i]) * x[2 * i + j];
  EXPECT_NEAR(score[0], 0, 1e-10);
  EXPECT_NEAR(score[1], 0, 1e-10);
}

TEST(Propensity, separation_does_not_converge) {
  const std::vector<double> x{1, 0, 1, 0, 1, 1, 1, 1}, a{1, 1, 1, 1};
  const std::vector<std::uint8_t> responded{0, 0, 1, 1};
  EXPECT_FALSE(propensity(x, 2, responded, a).converged);
}

TEST(Propensity, classes_are_of_equal_size_and_keep_ties_together) {
  const std::vector<double> p{0.1, 0.9, 0.5, 0.5, 0.5, 0.2}, w{1, 1, 1, 1, 1, 1};
  const Codes c = propensity_classes(p, w, 2);
  EXPECT_EQ(c.at(0), 0);
  EXPECT_EQ(c.at(5), 0);
  EXPECT_EQ(c.at(2), 0);
  EXPECT_EQ(c.at(3), c.at(2));
  EXPECT_EQ(c.at(4), c.at(2));
  EXPECT_EQ(c.at(1), 1);
}

TEST(Diagnostics, balance_is_in_standard_deviations) {
  const Categories c = enkat::testing::categories({0, 0, 1, 1}, {"a", "b"});
  const std::vector<double> before{3, 3, 1, 1}, after{1, 1, 1, 1};
  const std::vector<Balance> b = balance(before, after, c.codes, {0.5, 0.5});
  EXPECT_DOUBLE_EQ(b[0].before, 0.75);
  EXPECT_DOUBLE_EQ(b[0].smd_before, 0.5);
  EXPECT_DOUBLE_EQ(b[0].smd_after, 0);
  const std::vector<double> x{0, 0, 2, 2};
  const Balance m = balance(before, after, std::span<const double>(x), 1);
  EXPECT_DOUBLE_EQ(m.before, 0.5);
  EXPECT_DOUBLE_EQ(m.smd_after, 0);
  const WeightHistogram h = weight_histogram(before, 4);
  EXPECT_EQ(h.count, (std::vector<std::int64_t>{2, 0, 0, 2}));
}
