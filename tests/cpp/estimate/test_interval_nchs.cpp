#include <gtest/gtest.h>

#include <cmath>

#include "enkat/estimate/interval_nchs.hpp"

namespace {

using namespace enkat;

/// A share from n independent answers, as the published check values suppose.
ShareSample independent(double p, std::int64_t n) {
  const double df = static_cast<double>(n - 1);
  return {.p = p, .se = std::sqrt(p * (1 - p) / static_cast<double>(n)), .df = df, .n = n};
}

// Smallest effective sample size that passes (PUBLISHING section 3).
TEST(IntervalNchs, smallest_sample_that_passes) {
  const std::vector<std::pair<double, std::int64_t>> check{{0.5, 47}, {0.3, 40}, {0.2, 42}, {0.1, 97}, {0.05, 205}};
  for (const auto& [p, n] : check) {
    EXPECT_TRUE(share_reliability(independent(p, n)).present) << p;
    EXPECT_FALSE(share_reliability(independent(p, n - 1)).present) << p;
  }
}

TEST(IntervalNchs, effective_size_is_capped_at_n) {
  ShareSample s = independent(0.4, 100);
  s.se /= 2;  // a design effect of a quarter
  EXPECT_EQ(nchs_n(s), 100);
  s.se *= 4;
  EXPECT_NEAR(nchs_n(s), 25, 1e-9);
}

TEST(IntervalNchs, names_its_reasons) {
  using Reasons = std::vector<std::string_view>;
  EXPECT_EQ(share_reliability(independent(0.5, 29)).reasons(), (Reasons{"small_base", "small_effective_base"}));
  EXPECT_EQ(share_reliability(independent(0.5, 40)).reasons(), Reasons{"wide"});
  EXPECT_EQ(share_reliability(independent(0.05, 100)).reasons(), Reasons{"wide_relative"});
  ShareSample few = independent(0.5, 500);
  few.df = 7;
  EXPECT_EQ(share_reliability(few).reasons(), Reasons{"review"});
  EXPECT_EQ(share_reliability(independent(0, 500)).reasons(), Reasons{"review"});
  EXPECT_TRUE(share_reliability(independent(0.5, 500)).reasons().empty());
}

TEST(IntervalNchs, notes_a_complement_that_is_too_wide) {
  const ShareReliability r = share_reliability(independent(0.95, 150));
  EXPECT_TRUE(r.present);
  EXPECT_TRUE(r.complement_wide);
}

TEST(IntervalNchs, counts) {
  EXPECT_TRUE(count_is_reliable(10, 100, {50, 200}));
  EXPECT_FALSE(count_is_reliable(9, 100, {50, 200}));
  EXPECT_FALSE(count_is_reliable(10, 100, {50, 220}));
}

}  // namespace
