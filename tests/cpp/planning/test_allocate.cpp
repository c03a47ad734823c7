#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "enkat/base/error.hpp"
#include "enkat/planning/allocate.hpp"

using namespace enkat;

namespace {

const std::vector<double> size{400, 30, 70, 500}, sd{1, 10, 2, 0.5}, mean{4, 40, 5, 2}, cost{1, 9, 4, 1};

std::vector<std::int64_t> sizes(AllocationOptions o) { return allocate({size, sd, mean, cost, {}}, o).n; }

}  // namespace

TEST(Allocate, ProportionalAndEqual) {
  EXPECT_EQ(sizes({.n = 100}), (std::vector<std::int64_t>{40, 3, 7, 50}));
  EXPECT_EQ(sizes({.method = AllocationMethod::equal, .n = 100}), (std::vector<std::int64_t>{25, 25, 25, 25}));
  EXPECT_EQ(sizes({.n = 7}), (std::vector<std::int64_t>{2, 1, 1, 3}));  // at least one each
}

// N S = 400, 300, 140, 250, sum 1090
TEST(Allocate, NeymanByHand) {
  const Allocation a = allocate({size, sd, {}, {}, {}}, {.method = AllocationMethod::neyman, .n = 54});
  for (std::size_t h = 0; h < 4; ++h) EXPECT_NEAR(a.exact[h], 54 * size[h] * sd[h] / 1090, 1e-12);
  EXPECT_EQ(a.n, (std::vector<std::int64_t>{20, 15, 7, 12}));
  double v = 0;
  for (std::size_t h = 0; h < 4; ++h)
    v += std::pow(size[h] / 1000 * sd[h], 2) * (1 / static_cast<double>(a.n[h]) - 1 / size[h]);
  EXPECT_NEAR(a.se_mean, std::sqrt(v), 1e-15);
  EXPECT_TRUE(std::isnan(a.cost));
}

// Neyman would want 300/1090 of 200 = 55 of the 30 units of the second stratum: it is taken whole, the others share 170
TEST(Allocate, LargeStrataAreTakenWhole) {
  const Allocation a = allocate({size, sd, {}, {}, {}}, {.method = AllocationMethod::neyman, .n = 200});
  EXPECT_NEAR(a.exact[1], 30, 1e-12);
  EXPECT_NEAR(a.exact[0], 170 * 400.0 / 790, 1e-10);
  EXPECT_EQ(std::accumulate(a.n.begin(), a.n.end(), std::int64_t{0}), 200);
}

// n_h in proportion to N S / sqrt(c): 400, 100, 70, 250; cost of one share: 400 + 900 + 280 + 250 = 1830
TEST(Allocate, OptimalSpendsTheBudget) {
  const Allocation a = allocate({size, sd, {}, cost, {}}, {.method = AllocationMethod::optimal, .budget = 183});
  EXPECT_NEAR(a.exact[0], 40, 1e-10);
  EXPECT_NEAR(a.exact[1], 10, 1e-10);
  EXPECT_EQ(a.n, (std::vector<std::int64_t>{40, 10, 7, 25}));
  EXPECT_DOUBLE_EQ(a.cost, 183);
  const Allocation b = allocate({size, sd, {}, cost, {}}, {.method = AllocationMethod::optimal, .budget = 180});
  EXPECT_LE(b.cost, 180);
}

// Bankier (1988): n_h in proportion to CV_h X_h^q; q = 1 with X the total is Neyman's, q = 0 equal precision
TEST(Allocate, PowerLiesBetween) {
  AllocationOptions o{.method = AllocationMethod::power, .n = 54, .exponent = 1};
  const Allocation one = allocate({size, sd, mean, {}, {}}, o);
  const Allocation neyman = allocate({size, sd, {}, {}, {}}, {.method = AllocationMethod::neyman, .n = 54});
  for (std::size_t h = 0; h < 4; ++h) EXPECT_NEAR(one.exact[h], neyman.exact[h], 1e-10);
  o.exponent = 0;
  const Allocation zero = allocate({size, sd, mean, {}, {}}, o);
  for (std::size_t h = 0; h < 4; ++h) EXPECT_NEAR(zero.exact[h] / zero.exact[0], sd[h] / mean[h] / 0.25, 1e-10);
}

// no other allocation within the bounds has less variance: moving one unit from a stratum to another never helps
TEST(Allocate, NeymanIsTheLeastUnderBounds) {
  const std::vector<double> low{5, 2, 20, 10}, high{60, 25, 70, 30};
  const Allocation a =
      allocate({size, sd, {}, {}, {}}, {.method = AllocationMethod::neyman, .n = 120, .minimum = low, .maximum = high});
  const auto variance = [&](std::vector<double> n) {
    double v = 0;
    for (std::size_t h = 0; h < 4; ++h) v += std::pow(size[h] * sd[h], 2) / n[h];
    return v;
  };
  EXPECT_NEAR(std::accumulate(a.exact.begin(), a.exact.end(), 0.0), 120, 1e-9);
  for (std::size_t g = 0; g < 4; ++g)
    for (std::size_t h = 0; h < 4; ++h) {
      std::vector<double> n = a.exact;
      n[g] += 0.01;
      n[h] -= 0.01;
      if (g == h || n[g] > high[g] || n[h] < low[h]) continue;
      EXPECT_GE(variance(n), variance(a.exact) * (1 - 1e-12));
    }
}

TEST(Allocate, NamesWhatIsWrong) {
  const auto message = [](auto&& f) -> std::string {
    try {
      f();
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  const auto of = [&](AllocationOptions o) { return message([&] { (void)sizes(o); }); };
  EXPECT_NE(of({.n = 3}).find("expected at least 4"), std::string::npos);
  EXPECT_NE(of({.n = 2000}).find("expected at most 1000"), std::string::npos);
  EXPECT_NE(of({}).find("n: expected one of n"), std::string::npos);
  EXPECT_NE(of({.n = 10.5}).find("whole"), std::string::npos);
  const std::vector<double> bad{1, 40, 1, 1};
  EXPECT_NE(of({.n = 50, .minimum = bad}).find("minimum: stratum 2: found 40, expected at most its largest size, 30"),
            std::string::npos);
  EXPECT_NE(message([&] {
              (void)allocate({size, {}, {}, {}, {}}, {.method = AllocationMethod::neyman, .n = 9});
            }).find("sd: is missing"),
            std::string::npos);
  EXPECT_THROW((void)parse_allocation("best"), Error);
}
