#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/crosstab.hpp"
#include "enkat/tables/banner.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

BannerRow answers(const Sample& s) {
  return {"row",
          {nullptr, {&s.row.codes, nullptr}},
          {{"0", Measure::percent, Role::answer, {0}},
           {"1", Measure::percent, Role::answer, {1}},
           {"2", Measure::percent, Role::answer, {2}},
           {"net", Measure::percent, Role::net, {0, 2}},
           {"mean", Measure::mean, Role::summary}},
          {1, 2, 3}};
}

BannerGroup columns(const Sample& s) { return {"column", {{&s.column.codes, nullptr}}, {{"0", {{0}}}, {"1", {{1}}}}}; }

const BannerFigure& at(const Banner& b, std::size_t line, std::size_t column) {
  return b.tables[0].figures[line * b.columns.size() + column];
}

}  // namespace

TEST(Banner, has_the_shares_and_errors_of_the_crosstab) {
  const Sample s(3000);
  for (const Design& d : {s.clustered(), s.independent()}) {
    const Banner b = banner(d, {answers(s)}, {columns(s)});
    const Crosstab t = crosstab(d, {&s.row.codes, nullptr}, {&s.column.codes, nullptr});
    ASSERT_EQ(b.columns.size(), 3U);
    for (std::size_t r = 0; r < 3; ++r)
      for (std::size_t c = 0; c < 2; ++c) {
        EXPECT_NEAR(at(b, r, c + 1).estimate, t.column_share.estimate[r * 3 + c], 1e-14);
        EXPECT_NEAR(at(b, r, c + 1).se, t.column_share.se[r * 3 + c], 1e-12);
        EXPECT_EQ(at(b, r, c + 1).count, t.column_share.count[r * 3 + c]);
        EXPECT_EQ(at(b, r, c + 1).n, t.column_share.n[r * 3 + c]);
        EXPECT_EQ(at(b, r, c + 1).df, t.column_share.df[r * 3 + c]);
      }
    EXPECT_NEAR(at(b, 3, 0).estimate, at(b, 0, 0).estimate + at(b, 2, 0).estimate, 1e-14);
    EXPECT_NEAR(at(b, 4, 1).estimate, at(b, 0, 1).estimate + 2 * at(b, 1, 1).estimate + 3 * at(b, 2, 1).estimate,
                1e-13);
  }
}

TEST(Banner, same_bits_for_any_number_of_threads) {
  const Sample s(60000);
  BannerOptions o;
  o.threads = 1;
  const Banner one = banner(s.clustered(), {answers(s), answers(s)}, {columns(s), columns(s)}, o);
  for (const int threads : {2, 3, 7}) {
    o.threads = threads;
    const Banner other = banner(s.clustered(), {answers(s), answers(s)}, {columns(s), columns(s)}, o);
    for (std::size_t k = 0; k < one.tables[1].figures.size(); ++k) {
      EXPECT_EQ(one.tables[1].figures[k].estimate, other.tables[1].figures[k].estimate);
      const double a = one.tables[1].figures[k].se, b = other.tables[1].figures[k].se;
      EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b)));
    }
  }
}

TEST(Banner, whoever_is_in_no_column_is_in_the_whole) {
  Sample s(300);
  std::vector<std::int32_t> codes(300);
  for (std::size_t i = 0; i < 300; ++i) codes[i] = i % 3 == 0 ? -1 : static_cast<std::int32_t>(i % 2);
  s.column = enkat::testing::categories(codes, {"0", "1"});
  const Banner b = banner(s.clustered(), {answers(s)}, {columns(s)});
  EXPECT_EQ(b.tables[0].bases[0].n, 300);
  EXPECT_EQ(b.tables[0].bases[1].n + b.tables[0].bases[2].n, 200);
}

TEST(Banner, small_bases_are_hidden_and_not_compared) {
  const Sample s(200);
  BannerOptions o;
  o.min_base = 150;
  const Banner b = banner(s.clustered(), {answers(s)}, {columns(s)}, o);
  EXPECT_EQ(b.tables[0].hidden, (std::vector<std::uint8_t>{0, 1, 1}));
  EXPECT_TRUE(std::isnan(at(b, 0, 1).estimate));
  EXPECT_FALSE(std::isnan(at(b, 0, 0).estimate));
  EXPECT_TRUE(b.tables[0].comparisons.empty());
}

TEST(Banner, sorts_answers_and_keeps_fixed_ones_after_them) {
  const Sample s(3000);
  BannerRow row = answers(s);
  row.sort = Sort::ascending;
  row.lines[0].fixed = true;
  const Banner b = banner(s.clustered(), {row}, {});
  ASSERT_EQ(b.columns.size(), 1U);
  const std::vector<std::size_t>& order = b.tables[0].order;
  EXPECT_LE(at(b, order[0], 0).estimate, at(b, order[1], 0).estimate);
  EXPECT_EQ(std::vector<std::size_t>(order.begin() + 2, order.end()), (std::vector<std::size_t>{0, 3, 4}));
}

TEST(Banner, nested_columns_are_combinations_that_occur) {
  const Sample s(100);
  const std::vector<Factor> both = {{&s.row.codes, nullptr}, {&s.column.codes, nullptr}};
  const auto found = banner_columns(s.clustered(), both, {{"a", "b", "c"}, {"x", "y"}});
  ASSERT_EQ(found.size(), 6U);
  EXPECT_EQ(found[1].name, "a|y");
  EXPECT_EQ(found[1].levels, (std::vector<std::vector<std::int32_t>>{{0}, {1}}));
}

TEST(Banner, refuses_a_level_that_is_not_there) {
  const Sample s(100);
  BannerRow row = answers(s);
  row.lines[0].levels = {7};
  EXPECT_THROW((void)banner(s.clustered(), {row}, {}), Error);
  BannerGroup group = columns(s);
  group.columns[0].levels.clear();
  EXPECT_THROW((void)banner(s.clustered(), {answers(s)}, {group}), Error);
}

TEST(Banner, rows_in_the_order_of_units_give_the_numbers_of_a_plain_pass) {
  const std::size_t n = 30000;
  Sample s(n, 9);
  std::vector<std::int32_t> gap(n), region(n);
  for (std::size_t i = 0; i < n; ++i) {
    gap[i] = i % 11 == 0 ? -1 : s.row.codes.at(static_cast<std::int64_t>(i));
    region[i] = static_cast<std::int32_t>(i * 7 % 31);
  }
  s.row = enkat::testing::categories(gap, {"0", "1", "2"});
  const Codes regions(region, 31);
  BannerGroup wide{"region", {{&regions, nullptr}}, {}};
  for (std::int32_t k = 0; k < 31; ++k) wide.columns.push_back({std::to_string(k), {{k}}});
  std::vector<std::uint8_t> mask(n, 1);
  for (std::size_t i = 0; i < n; i += 5) mask[i] = 0;
  const Design d = s.clustered().where(mask);
  const Banner together = banner(d, {answers(s)}, {columns(s), wide, columns(s)});
  // of options no order is made: the same columns as bits are counted by a plain pass
  OptionSet bits{{"0", "1"}, std::vector<std::uint64_t>(n), {}};
  for (std::size_t i = 0; i < n; ++i)
    bits.words[i] = std::uint64_t{1} << s.column.codes.at(static_cast<std::int64_t>(i));
  BannerGroup plain = columns(s);
  plain.variables = {{nullptr, &bits}};
  const Banner alone = banner(d, {answers(s)}, {plain});
  for (std::size_t line = 0; line < 5; ++line)
    for (std::size_t c = 0; c < 3; ++c) {
      const BannerFigure &a = at(together, line, c), &b = at(alone, line, c);
      EXPECT_NEAR(a.estimate, b.estimate, 1e-12);
      EXPECT_NEAR(a.se, b.se, 1e-12);
      EXPECT_EQ(a.n, b.n);
      EXPECT_EQ(a.count, b.count);
      EXPECT_NEAR(a.n_effective, b.n_effective, 1e-8);
      EXPECT_EQ(a.letters, b.letters);
    }
  EXPECT_EQ(at(together, 0, 1).estimate, at(together, 0, 34).estimate);  // the same banner twice
}
