#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "enkat/base/error.hpp"
#include "enkat/tables/letters.hpp"

using namespace enkat;

namespace {

Comparison pair(std::size_t a, std::size_t b, double difference, double p) {
  return {a, b, difference, 0, {0, 0, p}, p};
}

}  // namespace

TEST(Letters, go_on_after_z) {
  EXPECT_EQ(letter_of(0), "A");
  EXPECT_EQ(letter_of(25), "Z");
  EXPECT_EQ(letter_of(26), "AA");
  EXPECT_EQ(letter_of(27), "AB");
  EXPECT_EQ(letter_of(26 * 27), "AAA");
}

TEST(Letters, stand_in_the_higher_column) {
  const std::vector<Comparison> c = {pair(0, 1, -0.1, 0.03), pair(0, 2, 0.2, 0.001), pair(1, 2, 0.3, 0.2)};
  EXPECT_EQ(letters_of(0, c, {}), "C");
  EXPECT_EQ(letters_of(1, c, {}), "a");
  EXPECT_EQ(letters_of(2, c, {}), "");
  EXPECT_EQ(letters_text(1, c, {}), "higher than A");
}

TEST(Letters, of_many_columns_stand_apart) {
  const std::vector<Comparison> c = {pair(0, 1, 1, 0.001), pair(0, 27, 1, 0.04)};
  EXPECT_EQ(letters_of(0, c, {}), "B ab");
  EXPECT_EQ(letters_text(0, c, {}), "higher than B, AB");
}

TEST(Letters, are_adjusted_within_their_family) {
  std::vector<Comparison> c = {pair(0, 1, 1, 0.02), pair(0, 2, 1, 0.03),
                               pair(1, 2, 1, std::numeric_limits<double>::quiet_NaN())};
  adjust(c, Adjustment::bonferroni);
  EXPECT_DOUBLE_EQ(c[0].p_adjusted, 0.04);
  EXPECT_DOUBLE_EQ(c[1].p_adjusted, 0.06);
  EXPECT_TRUE(std::isnan(c[2].p_adjusted));
  EXPECT_EQ(letters_of(0, c, {}), "b");
}

TEST(Letters, need_a_base) {
  constexpr double mean = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(may_be_tested(30, 0.5, {}));
  EXPECT_TRUE(may_be_tested(30 - 1e-12, mean, {}));
  EXPECT_FALSE(may_be_tested(29, mean, {}));
  EXPECT_TRUE(may_be_tested(50, 0.1, {}));
  EXPECT_FALSE(may_be_tested(49, 0.1, {}));
  EXPECT_FALSE(may_be_tested(49, 0.9, {}));
}

TEST(Letters, name_their_methods) {
  EXPECT_EQ(parse_letter_method("dimensions"), LetterMethod::dimensions);
  EXPECT_THROW((void)parse_letter_method("z"), Error);
}
