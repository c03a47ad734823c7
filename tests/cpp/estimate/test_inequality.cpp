#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/gini.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/estimate/poverty.hpp"
#include "enkat/estimate/quintile_share.hpp"
#include "enkat/estimate/standardize.hpp"

using namespace enkat;
using enkat::testing::numbers;
using enkat::testing::Sample;

TEST(Gini, by_hand) {
  const Numbers y = numbers({1, 1, 2, 4}), equal = numbers({3, 3, 3, 3}), negative = numbers({-1, 0, 0, 1});
  const Design d(4, nullptr, {}, {});
  EXPECT_DOUBLE_EQ(gini(d, {&y}).estimate[0], 10.0 / 32);
  EXPECT_NEAR(gini(d, {&equal}).estimate[0], 0, 1e-15);
  EXPECT_NEAR(gini(d, {&equal}).se[0], 0, 1e-15);
  EXPECT_TRUE(std::isnan(gini(d, {&negative}).estimate[0]));
}

TEST(Gini, a_row_twice_is_a_row_of_weight_two) {
  const Numbers once = numbers({1, 2, 7}), twice = numbers({1, 2, 7, 7}), w = numbers({1, 1, 2});
  EXPECT_NEAR(gini(Design(3, &w, {}, {}), {&once}).estimate[0], gini(Design(4, nullptr, {}, {}), {&twice}).estimate[0],
              1e-15);
}

TEST(QuintileShare, definitions_and_errors) {
  const Numbers y = numbers({1, 2, 3, 4, 10});
  const Design d(5, nullptr, {}, {});
  EXPECT_DOUBLE_EQ(quintile_share(d, {&y}, 0.2, QuintileDefinition::smooth).estimate[0], 10);
  EXPECT_DOUBLE_EQ(quintile_share(d, {&y}, 0.2, QuintileDefinition::indicator).estimate[0], 10);
  EXPECT_DOUBLE_EQ(quintile_share(d, {&y}, 0.3, QuintileDefinition::smooth).estimate[0], 12 / 2.0);
  EXPECT_THROW((void)quintile_share(d, {&y}, 0.6, QuintileDefinition::smooth), Error);
}

TEST(Poverty, threshold_is_that_of_all_rows) {
  const Numbers y = numbers({1, 4, 5, 6, 9, 1});
  const Codes by(std::vector<std::int32_t>{0, 0, 1, 1, -1, 1}, 2);
  const Design d(6, nullptr, {}, {});
  const PovertyRates r = poverty(d, y, {}, {&by, DesignEffect::none, 0});
  EXPECT_DOUBLE_EQ(r.threshold, 2.4);
  EXPECT_DOUBLE_EQ(r.estimates.estimate[0], 0.5);
  EXPECT_DOUBLE_EQ(r.estimates.estimate[1], 1.0 / 3);
  EXPECT_EQ(r.estimates.n[0], 2);
  EXPECT_THROW((void)poverty(d, y, {0.6, 1.5, {}}), Error);
}

TEST(Poverty, strictly_below) {
  const Numbers y = numbers({3, 5, 5});
  EXPECT_DOUBLE_EQ(poverty(Design(3, nullptr, {}, {}), y, {}).estimates.estimate[0], 0);
}

TEST(Standardize, own_distribution_changes_nothing) {
  const Sample s(400);
  const Design d = s.clustered();
  std::vector<double> standard(3, 0);
  for (std::size_t i = 0; i < 400; ++i)
    standard[static_cast<std::size_t>(s.row.codes.at(static_cast<std::int64_t>(i)))] += d.weights()[i];
  const Variable y{&s.y, {}}, column{nullptr, {&s.column.codes, nullptr}};
  const Estimates all = mean(d, {y, column}), same = standardize(d, {y, column}, s.row.codes, standard);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(same.estimate[k], all.estimate[k], 1e-12 * all.estimate[k]);
}

TEST(Standardize, empty_class_has_no_value) {
  const Numbers y = numbers({1, 2, 3});
  const Codes classes(std::vector<std::int32_t>{0, 0, 1}, 2), by(std::vector<std::int32_t>{0, 1, 1}, 2);
  const Design d(3, nullptr, {}, {});
  const std::vector<double> standard{1, 3};
  const Estimates e = standardize(d, {{&y, {}}}, classes, standard, {&by, DesignEffect::none, 0});
  EXPECT_TRUE(std::isnan(e.estimate[0]));
  EXPECT_DOUBLE_EQ(e.estimate[1], 0.25 * 2 + 0.75 * 3);
  EXPECT_THROW((void)standardize(d, {{&y, {}}}, classes, std::vector<double>{0, 0}), Error);
}
