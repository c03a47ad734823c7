#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "enkat/base/error.hpp"
#include "enkat/planning/draw.hpp"

using namespace enkat;

namespace {

using Sample = std::vector<std::int64_t>;
using Probabilities = std::map<Sample, double>;

/// Every set of n of N.
std::vector<Sample> subsets(std::int64_t population, std::size_t n) {
  std::vector<Sample> out;
  for (unsigned bits = 0; bits < (1U << population); ++bits) {
    Sample s;
    for (std::int64_t i = 0; i < population; ++i)
      if (bits >> i & 1U) s.push_back(i);
    if (s.size() == n) out.push_back(s);
  }
  return out;
}

/// The shares of `draws` samples lie within five standard errors of the exact probabilities of all samples.
void expect_design(const Probabilities& exact, const std::function<Sample(Random&)>& draw, int draws = 60000) {
  Random random(20261124);
  Probabilities seen;
  for (int i = 0; i < draws; ++i) ++seen[draw(random)];
  for (const auto& [sample, count] : seen) EXPECT_TRUE(exact.contains(sample)) << sample.size();
  for (const auto& [sample, p] : exact)
    EXPECT_NEAR(seen[sample] / draws, p, 5 * std::sqrt(p * (1 - p) / draws) + 1e-12);
}

const std::vector<double> p{0.2, 0.5, 0.8, 0.6, 0.9};

}  // namespace

TEST(Draw, SimpleGivesEverySetAlike) {
  Probabilities exact;
  for (const Sample& s : subsets(5, 2)) exact[s] = 0.1;
  expect_design(exact, [](Random& r) { return draw_simple(5, 2, r); });
}

TEST(Draw, SystematicGivesEveryUnitItsShare) {
  Probabilities exact;  // starts 0 .. 6: floor((start + 7 j)/3)
  for (int start = 0; start < 7; ++start) exact[{start / 3, (start + 7) / 3, (start + 14) / 3}] += 1.0 / 7;
  expect_design(exact, [](Random& r) { return draw_systematic(7, 3, r); });
  std::map<std::int64_t, double> first;
  for (const auto& [s, q] : exact)
    for (const std::int64_t i : s) first[i] += q;
  for (const auto& [i, q] : first) EXPECT_NEAR(q, 3.0 / 7, 1e-12);
}

// cumulated 0.2, 0.7, 1.5, 2.1, 3.0: the samples change where u passes one of their fractional parts
TEST(Draw, PpsSystematicByItsIntervals) {
  const Probabilities exact{{{0, 2, 3}, 0.1}, {{0, 2, 4}, 0.1}, {{1, 2, 4}, 0.3}, {{1, 3, 4}, 0.2}, {{2, 3, 4}, 0.3}};
  expect_design(exact, [](Random& r) { return draw_pps_systematic(p, r); });
}

// P(s) in proportion to prod p/(1-p) sum (1-p)
TEST(Draw, SampfordByItsFormula) {
  Probabilities exact;
  double sum = 0;
  for (const Sample& s : subsets(5, 3)) {
    double odds = 1, rest = 0;
    for (const std::int64_t i : s) {
      const double q = p[static_cast<std::size_t>(i)];
      odds *= q / (1 - q);
      rest += 1 - q;
    }
    exact[s] = odds * rest;
    sum += exact[s];
  }
  std::vector<double> inclusion(5);
  double joint = 0;
  for (auto& [s, q] : exact) {
    q /= sum;
    for (const std::int64_t i : s) inclusion[static_cast<std::size_t>(i)] += q;
    if (s[0] == 0 && s[1] == 1) joint += q;
  }
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(inclusion[i], p[i], 1e-12);
  EXPECT_NEAR(joint, 0.0487889273356402, 1e-12);  // R, sampling::UPsampfordpi2
  expect_design(exact, [](Random& r) { return draw_sampford(p, r); });
}

// all orders of draws, with the probability of each draw from the formula of the header
TEST(Draw, BrewerByItsFormula) {
  Probabilities exact;
  std::function<void(Sample, double, double)> next = [&](Sample drawn, double a, double chance) {
    if (drawn.size() == 3) {
      std::sort(drawn.begin(), drawn.end());
      exact[drawn] += chance;
      return;
    }
    std::vector<double> claim(5, 0);
    const double left = 3 - static_cast<double>(drawn.size());
    for (std::size_t i = 0; i < 5; ++i)
      if (std::find(drawn.begin(), drawn.end(), static_cast<std::int64_t>(i)) == drawn.end())
        claim[i] = p[i] * (3 - a - p[i]) / (3 - a - p[i] * left);
    const double all = std::accumulate(claim.begin(), claim.end(), 0.0);
    for (std::size_t i = 0; i < 5; ++i) {
      if (claim[i] == 0) continue;
      Sample more = drawn;
      more.push_back(static_cast<std::int64_t>(i));
      next(more, a + p[i], chance * claim[i] / all);
    }
  };
  next({}, 0, 1);
  std::vector<double> inclusion(5);
  for (const auto& [s, q] : exact)
    for (const std::int64_t i : s) inclusion[static_cast<std::size_t>(i)] += q;
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(inclusion[i], p[i], 1e-12);
  expect_design(exact, [](Random& r) { return draw_brewer(p, r); });
}

TEST(Draw, PoissonUnitsAreIndependent) {
  Probabilities exact;
  for (std::size_t n = 0; n <= 5; ++n)
    for (const Sample& s : subsets(5, n)) {
      double q = 1;
      for (std::int64_t i = 0; i < 5; ++i) {
        const bool in = std::find(s.begin(), s.end(), i) != s.end();
        q *= in ? p[static_cast<std::size_t>(i)] : 1 - p[static_cast<std::size_t>(i)];
      }
      exact[s] = q;
    }
  expect_design(exact, [](Random& r) { return draw_poisson(p, r); });
}

TEST(Draw, RandomSystematicKeepsInclusionProbabilities) {
  Random r(4);
  std::vector<double> seen(5);
  for (int k = 0; k < 60000; ++k)
    for (const std::int64_t i : draw_pps_random_systematic(p, r)) ++seen[static_cast<std::size_t>(i)];
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(seen[i] / 60000, p[i], 0.01);
}

// want: R, sampling::inclusionprobabilities(c(3, 1, 7, 40, 2, 9, 5), 4)
TEST(InclusionProbabilities, LargeUnitsAreCertain) {
  const std::vector<double> x{3, 1, 7, 40, 2, 9, 5},
      want{0.333333333333333, 0.111111111111111, 0.777777777777778, 1, 0.222222222222222, 1, 0.555555555555556};
  const std::vector<double> got = inclusion_probabilities(x, 4);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-14);
  EXPECT_EQ(inclusion_probabilities(x, 7), std::vector<double>(7, 1));
  EXPECT_THROW((void)inclusion_probabilities(std::vector<double>{1, 0}, 1), Error);
  EXPECT_THROW((void)inclusion_probabilities(x, 8), Error);
}

TEST(Draw, CertainUnitsAreAlwaysIn) {
  const std::vector<double> q{1, 0.5, 0.5, 1, 1};
  for (const auto& draw : {draw_pps_systematic, draw_pps_random_systematic, draw_sampford, draw_brewer}) {
    Random r(9);
    const Sample s = draw(q, r);
    EXPECT_EQ(s.size(), 4U);
    EXPECT_EQ(s.front(), 0);
    EXPECT_EQ(s.back(), 4);
    EXPECT_THROW((void)draw(std::vector<double>{0.5, 0.7}, r), Error);
    EXPECT_THROW((void)draw(std::vector<double>{0, 1}, r), Error);
  }
}

TEST(Draw, ManyUnitsOfVeryDifferentSize) {
  std::vector<double> x(20000);
  Random sizes(3);
  for (double& v : x) v = std::pow(sizes.uniform() + 0.01, -0.8);
  const std::vector<double> q = inclusion_probabilities(x, 9000);
  for (const auto& draw : {draw_pps_systematic, draw_pps_random_systematic, draw_sampford, draw_brewer}) {
    Random r(5);
    const Sample s = draw(q, r);
    EXPECT_EQ(s.size(), 9000U);
    EXPECT_TRUE(std::is_sorted(s.begin(), s.end()));
    EXPECT_EQ(std::adjacent_find(s.begin(), s.end()), s.end());
    double ht = 0;  // the total of x is estimated without error but for rounding where no unit is certain
    for (const std::int64_t i : s) ht += x[static_cast<std::size_t>(i)] / q[static_cast<std::size_t>(i)];
    EXPECT_NEAR(ht / std::accumulate(x.begin(), x.end(), 0.0), 1, 1e-9);
  }
}

// units that are nearly certain do not make the draw long
TEST(Draw, SampfordOfNearlyCertainUnits) {
  const std::vector<double> q{1 - 1e-12, 1 - 1e-12, 2e-12, 1 - 1e-9, 1e-9};
  Random r(2);
  for (int k = 0; k < 100; ++k) EXPECT_EQ(draw_sampford(q, r).size(), 3U);
}
