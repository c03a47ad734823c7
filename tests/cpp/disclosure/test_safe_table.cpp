#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

#include "enkat/base/error.hpp"
#include "enkat/disclosure/safe_table.hpp"
#include "enkat/tables/share.hpp"

using namespace enkat;

static_assert(!std::is_constructible_v<SafeTable, Table>, "only protect() makes a SafeTable");
static_assert(!std::is_default_constructible_v<SafeTable>);

namespace {

Table table_of(const std::vector<std::int64_t>& counts, std::int64_t base, Shape shape = Shape::nominal) {
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
                           true);
    cell.question = "q";
    cell.row = "r" + std::to_string(k);
    t.cells.push_back(cell);
  }
  return t;
}

Cell derived(Role role, Measure measure, std::vector<std::string> parts = {}) {
  return {.question = "q",
          .row = "d",
          .measure = measure,
          .role = role,
          .parts = std::move(parts),
          .estimate = 3.26,
          .se = .111,
          .ci_low = 3,
          .ci_high = 4,
          .count = 100,
          .n = 100,
          .n_weighted = 100,
          .n_effective = 100,
          .base = 100};
}

void expect_empty(const Cell& c) {
  EXPECT_FALSE(c.estimate || c.se || c.ci_low || c.ci_high || c.count || c.n || c.n_weighted || c.n_effective) << c.row;
}

}  // namespace

TEST(Protect, a_hidden_cell_keeps_no_number) {
  const SafeTable safe = protect(table_of({3, 50, 47}, 100), {});
  ASSERT_EQ(safe.cells().size(), 3U);
  expect_empty(safe.cells()[0]);
  EXPECT_EQ(safe.cells()[0].status.codes(), std::vector<std::string>{"c"});
  expect_empty(safe.cells()[2]);  // the smallest other answer closes the total
  EXPECT_EQ(safe.cells()[2].status.codes(), std::vector<std::string>{"c"});  // with the same code
  EXPECT_EQ(safe.cells()[0].reason, safe.cells()[2].reason);
  EXPECT_EQ(*safe.cells()[1].estimate, 50);
}

TEST(Protect, rounds_once) {
  const SafeTable safe = protect(table_of({58, 342}, 400), {});
  EXPECT_EQ(*safe.cells()[0].estimate, 15);  // 14.5
  const SafeTable large = protect(table_of({145, 855}, 1000), {});
  EXPECT_EQ(*large.cells()[0].estimate, 14.5);
  EXPECT_EQ(large.decimals(Measure::percent), 1);
}

TEST(Protect, marks_what_rounds_to_zero_without_being_zero) {
  PublicationPolicy policy;
  policy.decimals = 0;
  const SafeTable safe = protect(table_of({9, 1991, 0}, 2000), policy);
  EXPECT_EQ(*safe.cells()[0].estimate, 0);
  EXPECT_TRUE(safe.cells()[0].status.has(Status::low));
  EXPECT_FALSE(safe.cells()[2].status.has(Status::low));  // a plain 0 is a true zero
}

TEST(Protect, withholds_everything_below_the_smallest_base_shown) {
  const SafeTable safe = protect(table_of({10, 19}, 29), {});
  for (const Cell& c : safe.cells()) {
    expect_empty(c);
    EXPECT_EQ(c.status.codes(), std::vector<std::string>{"u"});
  }
  EXPECT_EQ(*safe.bases()[0].n, 29);
}

TEST(Protect, hides_a_base_that_is_itself_a_small_count) {
  const SafeTable safe = protect(table_of({1, 3}, 4), {});
  EXPECT_FALSE(safe.bases()[0].n);
  for (const Cell& c : safe.cells()) {
    expect_empty(c);
    EXPECT_FALSE(c.base);
  }
}

TEST(Protect, hides_means_and_nets_that_would_solve_a_hidden_answer) {
  Table table = table_of({2, 42, 6, 50}, 100, Shape::ordinal);
  table.cells.push_back(derived(Role::summary, Measure::mean));
  table.cells.push_back(derived(Role::net, Measure::percent, {"r0", "r1"}));
  table.cells.push_back(derived(Role::net, Measure::percent, {"r3"}));
  const SafeTable safe = protect(table, {});
  expect_empty(safe.cells()[0]);
  expect_empty(safe.cells()[1]);          // hidden with r0, so that their net may stay
  EXPECT_TRUE(safe.cells()[2].estimate);  // smaller, but in no net with r0
  expect_empty(safe.cells()[4]);          // the mean is an equation
  EXPECT_TRUE(safe.cells()[5].estimate);
  EXPECT_TRUE(safe.cells()[6].estimate);
}

TEST(Protect, hides_a_net_that_would_tell_its_parts) {
  Table table = table_of({1, 2, 40, 57}, 100, Shape::ordinal);
  table.cells.push_back(derived(Role::net, Measure::percent, {"r0", "r1"}));
  const SafeTable safe = protect(table, {});
  expect_empty(safe.cells()[2]);  // 1 + 2 is too little to hide in
  expect_empty(safe.cells()[4]);
}

TEST(Protect, keeps_means_of_a_table_with_nothing_hidden) {
  Table table = table_of({40, 60}, 100);
  table.cells.push_back(derived(Role::summary, Measure::mean));
  const SafeTable safe = protect(table, {});
  EXPECT_EQ(*safe.cells()[2].estimate, 3.3);
  EXPECT_EQ(*safe.cells()[2].se, .11);
}

TEST(Protect, drops_a_finer_division_with_one_unsafe_cell) {
  Table table = table_of({40, 60}, 100, Shape::groups);
  Cell detail = table.cells[0];
  detail.role = Role::detail;
  detail.count = 2;
  table.cells.push_back(detail);
  EXPECT_EQ(protect(table, {}).cells().size(), 2U);
  table.cells[2].count = 20;
  EXPECT_EQ(protect(table, {}).cells().size(), 3U);
}

TEST(Protect, hides_a_small_count_outside_the_base) {
  Table table = table_of({40, 60}, 100);
  Cell apart = derived(Role::apart, Measure::count);
  apart.count = 3;
  table.cells.push_back(apart);
  expect_empty(protect(table, {}).cells()[2]);
}

TEST(Protect, the_official_profile_shows_the_mark_alone) {
  const Table table = table_of({6, 34}, 40);
  EXPECT_TRUE(protect(table, publication_profile("eu-open")).cells()[1].estimate);
  const SafeTable official = protect(table, publication_profile("official"));
  ASSERT_TRUE(official.cells()[0].status.has(Status::unreliable));
  expect_empty(official.cells()[0]);
}

TEST(Protect, confidential_leads_unreliable) {
  const SafeTable safe = protect(table_of({2, 8, 10}, 20), {});
  EXPECT_EQ(safe.cells()[0].status.codes(), std::vector<std::string>{"c"});
}

TEST(Policy, a_definition_can_only_raise_the_threshold) {
  EXPECT_EQ(with_overrides(publication_profile("eu-open"), 3, 0).min_cell, 5);
  EXPECT_EQ(with_overrides(publication_profile("eu-open"), 10, 1).min_cell, 10);
  EXPECT_EQ(with_overrides(publication_profile("eu-open"), 10, 1).decimals_for(50), 1);
  EXPECT_THROW((void)publication_profile("safe-haven"), Error);
}

TEST(Protect, publishes_no_number_that_is_none) {
  Table table = table_of({40, 60}, 100);
  table.cells[0].estimate = std::nan("");
  table.cells[1].ci_low = table.cells[1].ci_high = std::nan("");
  const SafeTable safe = protect(table, {});
  expect_empty(safe.cells()[0]);
  EXPECT_EQ(safe.cells()[0].status.codes(), std::vector<std::string>{"x"});
  EXPECT_TRUE(safe.cells()[1].estimate);
  EXPECT_FALSE(safe.cells()[1].ci_low || safe.cells()[1].ci_high);
}
