#include <gtest/gtest.h>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/design/make_replicates.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/weighting/poststratify.hpp"
#include "enkat/weighting/rake.hpp"

using namespace enkat;
using enkat::testing::Sample;

TEST(Rake, meets_every_margin_and_honours_base_weights) {
  const Sample s(3000);
  const std::vector<Margin> margins{{"row", &s.row, {3000, 2000, 1000}}, {"column", &s.column, {2500, 3500}}};
  const RakeResult r = rake(s.clustered(), margins);
  EXPECT_TRUE(r.converged);
  double row0 = 0, column1 = 0;
  for (std::int64_t i = 0; i < 3000; ++i) {
    if (s.row.codes.at(i) == 0) row0 += r.design.weights()[static_cast<std::size_t>(i)];
    if (s.column.codes.at(i) == 1) column1 += r.design.weights()[static_cast<std::size_t>(i)];
  }
  EXPECT_NEAR(row0, 3000, 1e-6);
  EXPECT_NEAR(column1, 3500, 1e-6);
}

TEST(Rake, one_margin_is_poststratification) {
  const Sample s(500);
  const Margin margin{"row", &s.row, {100, 200, 300}};
  const Design a = rake(s.clustered(), {margin}).design, b = poststratify(s.clustered(), margin);
  for (std::size_t i = 0; i < 500; ++i) EXPECT_NEAR(a.weights()[i], b.weights()[i], 1e-12);
}

TEST(Rake, says_which_category_is_absent) {
  Sample s(50);
  s.row.levels.push_back("none such");
  s.row.codes = Codes(std::vector<std::int32_t>(50, 0), 4);
  try {
    (void)rake(s.clustered(), {{"row", &s.row, {10, 0, 0, 5}}});
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("'none such'"), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find("absent from the sample"), std::string::npos) << e.what();
  }
}

TEST(Rake, refuses_margins_with_two_totals) {
  const Sample s(50);
  EXPECT_THROW((void)rake(s.clustered(), {{"row", &s.row, {1, 1, 1}}, {"column", &s.column, {2, 2}}}), Error);
}

TEST(Rake, a_poststratified_count_has_no_variance) {
  const Sample s(800);
  const Design d = poststratify(s.clustered(), {"row", &s.row, {100, 200, 300}});
  const Estimates share = mean(d, {{nullptr, {&s.row.codes, nullptr}}});
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(share.se[k], 0, 1e-15);
}

TEST(Rake, replicates_are_raked_as_each_would_be_alone) {
  const Sample s(9000);  // over 4096 rows, so that the rank is found from a sample of them
  const std::vector<Margin> margins{{"row", &s.row, {3000, 2000, 1000}}, {"column", &s.column, {2500, 3500}}};
  const Design made = to_replicates(s.clustered(), {"bootstrap", 11, 0, false, 7});
  const Design once = rake(made, margins).design, again = rake(once, margins).design;  // factors by unit, then weights
  EXPECT_EQ(again.degrees_of_freedom(), 10);
  for (const std::size_t r : {0U, 7U, 8U, 10U}) {
    const Design alone = rake(made.with_replicate(r), margins).design;
    const Design of_all = once.with_replicate(r), of_again = again.with_replicate(r);
    for (std::size_t i = 0; i < 9000; ++i) {
      EXPECT_NEAR(of_all.weights()[i], alone.weights()[i], 1e-9 * alone.weights()[i]);
      EXPECT_NEAR(of_again.weights()[i], alone.weights()[i], 1e-8 * alone.weights()[i]);
    }
  }
}

TEST(Rake, says_in_which_replicate_a_category_is_absent) {
  const Sample s(50);
  Replicates r{"JK1", 1, {1, 1}, false, Uninitialised<double>(100, 1), {}};
  for (std::int64_t i = 0; i < 50; ++i)
    if (s.row.codes.at(i) == 0) r.weights[static_cast<std::size_t>(2 * i + 1)] = 0;
  try {
    (void)rake(s.clustered().with_replicates(r), {{"row", &s.row, {10, 5, 5}}});
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("in replicate 2"), std::string::npos) << e.what();
  }
}
