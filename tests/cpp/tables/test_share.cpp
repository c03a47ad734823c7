#include <gtest/gtest.h>

#include <cmath>

#include "enkat/tables/share.hpp"

using enkat::share_cell;
using enkat::ShareEstimate;
using enkat::Status;

namespace {

/// A simple random sample of e respondents.
ShareEstimate simple(double p, std::int64_t e) {
  const auto n = static_cast<double>(e);
  return {.p = p,
          .se = std::sqrt(p * (1 - p) / n),
          .df = n - 1,
          .count = std::llround(p * n),
          .n = e,
          .n_weighted = n,
          .n_effective = n};
}

}  // namespace

TEST(ShareCell, passes_the_standard_exactly_from_the_published_sample_sizes) {
  const std::pair<double, std::int64_t> smallest[] = {{.5, 47}, {.3, 40}, {.2, 42}, {.1, 97}, {.05, 205}};
  for (const auto& [p, e] : smallest) {
    EXPECT_FALSE(share_cell(simple(p, e), true).status.has(Status::unreliable)) << p;
    EXPECT_TRUE(share_cell(simple(p, e - 1), true).status.has(Status::unreliable)) << p;
  }
}

TEST(ShareCell, is_in_percent_with_its_interval_around_it) {
  const enkat::Cell cell = share_cell(simple(.25, 200), true);
  EXPECT_DOUBLE_EQ(*cell.estimate, 25);
  EXPECT_LT(*cell.ci_low, 25);
  EXPECT_GT(*cell.ci_high, 25);
  EXPECT_EQ(*cell.count, 50);
}

TEST(ShareCell, says_nothing_about_precision_unless_asked) {
  const enkat::Cell cell = share_cell(simple(.5, 20), false);
  EXPECT_FALSE(cell.se || cell.ci_low || cell.ci_high);
  EXPECT_FALSE(cell.status.has(Status::unreliable));
}

TEST(StatusSet, prints_the_leading_code_then_notes) {
  enkat::StatusSet s;
  EXPECT_EQ(s.codes(), std::vector<std::string>{"ok"});
  s.add(Status::low);
  s.add(Status::unreliable);
  s.add(Status::confidential);
  s.add(Status::provisional);
  EXPECT_EQ(s.codes(), (std::vector<std::string>{"c", "p"}));
  s.add(Status::not_applicable);
  EXPECT_EQ(s.codes(), (std::vector<std::string>{"z", "p"}));
}
