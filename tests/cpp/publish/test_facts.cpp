#include <gtest/gtest.h>

#include <cmath>

#include "enkat/publish/facts.hpp"
#include "enkat/tables/share.hpp"

using namespace enkat;

namespace {

Table table_of(const std::vector<std::int64_t>& counts, std::int64_t base, Shape shape, bool precision = false) {
  Table t{.question = "q", .shape = shape};
  t.bases.push_back({.n = base, .n_effective = static_cast<double>(base)});
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const auto n = static_cast<double>(base);
    const double p = static_cast<double>(counts[k]) / n;
    Cell cell = share_cell({.p = p,
                            .se = std::sqrt(p * (1 - p) / n),
                            .df = n - 1,
                            .count = counts[k],
                            .n = base,
                            .n_weighted = n,
                            .n_effective = n},
                           precision);
    cell.row = "r" + std::to_string(k);
    t.cells.push_back(cell);
  }
  return t;
}

Fact fact(const Table& table) { return facts_of(std::vector{protect(table, {})}).front(); }

Cell extra(std::string row, Role role, Measure measure, double estimate) {
  return {.row = std::move(row), .measure = measure, .role = role, .estimate = estimate, .count = 100, .base = 100};
}

}  // namespace

TEST(Facts, majority_only_above_half) {
  EXPECT_EQ(fact(table_of({51, 49}, 100, Shape::nominal)).rule, "single.majority");
  EXPECT_NE(fact(table_of({50, 50}, 100, Shape::nominal)).rule, "single.majority");
}

TEST(Facts, majority_needs_the_lower_limit_above_half_where_an_interval_is_shown) {
  EXPECT_NE(fact(table_of({54, 46}, 100, Shape::nominal, true)).rule, "single.majority");
  EXPECT_EQ(fact(table_of({70, 30}, 100, Shape::nominal, true)).rule, "single.majority");
}

TEST(Facts, most_often_needs_a_clear_gap) {
  EXPECT_EQ(fact(table_of({45, 30, 25}, 100, Shape::nominal)).rule, "single.most_often");
  EXPECT_EQ(fact(table_of({40, 38, 22}, 100, Shape::nominal)).rule, "single.about_equal");
  EXPECT_EQ(fact(table_of({45, 35, 20}, 100, Shape::nominal, true)).rule, "single.about_equal");
}

TEST(Facts, nothing_is_claimed_when_the_hidden_answers_may_be_larger) {
  Table table = table_of({97, 3}, 100, Shape::nominal);
  table.sensitive = true;
  EXPECT_EQ(fact(table).rule, "none.confidential");
}

TEST(Facts, several_answers_name_the_three_largest) {
  const Fact f = fact(table_of({41, 47, 10, 36}, 100, Shape::multi));
  EXPECT_EQ(f.rule, "multi.most_often");
  ASSERT_EQ(f.cells.size(), 3U);
  EXPECT_EQ(f.cells[0].cell, 1U);
  EXPECT_EQ(f.cells[2].cell, 3U);
}

TEST(Facts, small_bases_have_no_figures) {
  EXPECT_EQ(fact(table_of({15, 5}, 20, Shape::nominal)).rule, "none.small_base");
  EXPECT_EQ(fact(table_of({2, 1}, 3, Shape::nominal)).rule, "none.confidential");
}

TEST(Facts, ordinal_tells_the_poles_that_are_published) {
  Table table = table_of({20, 30, 50}, 100, Shape::ordinal);
  table.cells.push_back(extra("net.positive", Role::net, Measure::percent, 50));
  table.cells.push_back(extra("net.negative", Role::net, Measure::percent, 20));
  EXPECT_EQ(fact(table).rule, "ordinal.poles");
}

TEST(Facts, matrix_names_the_rows_with_the_highest_and_lowest_net) {
  std::vector<SafeTable> tables;
  for (const double net : {60., 80., 40.}) {
    Table table = table_of({20, 30, 50}, 100, Shape::ordinal);
    table.cells.push_back(extra("net.positive", Role::net, Measure::percent, net));
    tables.push_back(protect(table, {}));
  }
  const Fact f = facts_of(tables).front();
  EXPECT_EQ(f.rule, "matrix.highest_lowest");
  EXPECT_EQ(f.cells[0].table, 1U);
  EXPECT_EQ(f.cells[1].table, 2U);
}

TEST(Facts, unreliable_figures_are_not_spoken_of) {
  Table table = table_of({60, 40}, 100, Shape::nominal);
  for (Cell& c : table.cells) c.status.add(Status::unreliable);
  EXPECT_EQ(fact(table).rule, "none.unreliable");
}
