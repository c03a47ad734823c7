#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/covariance.hpp"
#include "enkat/estimate/interval_fisher.hpp"
#include "enkat/estimate/nps.hpp"

using namespace enkat;
using enkat::testing::numbers;
using enkat::testing::Sample;

TEST(Covariance, simple_sample_by_hand) {
  const Numbers y = numbers({1, 2, 6}), x = numbers({2, 2, 5});
  const Design d(3, nullptr, {}, {});
  const Estimates e = covariance(d, {&y, &x}, {{0, 0}, {1, 0}, {1, 1}});
  EXPECT_DOUBLE_EQ(e.estimate[0], 7);
  EXPECT_DOUBLE_EQ(e.estimate[1], 4.5);
  EXPECT_DOUBLE_EQ(e.estimate[2], 3);
  EXPECT_NEAR(correlation(d, {&y, &x}, {{0, 1}}).estimate[0], 4.5 / std::sqrt(21), 1e-14);
}

TEST(Covariance, influence_is_the_derivative_in_the_weights) {
  const std::size_t n = 60;
  const Sample s(n);
  std::vector<double> other;
  for (std::size_t i = 0; i < n; ++i) other.push_back(s.y.values[i] + 10 * std::sin(static_cast<double>(i)));
  const Numbers x = numbers(other);
  const auto at = [&](const Numbers& w, bool correlated) {
    const Design d(static_cast<std::int64_t>(n), &w, {}, {});
    return correlated ? correlation(d, {&s.y, &x}, {{0, 1}}) : covariance(d, {&s.y, &x}, {{0, 1}});
  };
  for (const bool correlated : {false, true}) {
    const Estimates e = at(s.weight, correlated);
    double sum = 0, squares = 0;  // every row is a unit: V = n/(n-1) sum (w z - mean)^2
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<double> up(s.weight.values.begin(), s.weight.values.end()), down = up;
      const double step = 1e-5 * up[i];
      up[i] += step;
      down[i] -= step;
      const double z =
          (at(numbers(up), correlated).estimate[0] - at(numbers(down), correlated).estimate[0]) / (2 * step);
      sum += s.weight.values[i] * z;
      squares += s.weight.values[i] * z * s.weight.values[i] * z;
    }
    const auto count = static_cast<double>(n);
    const double variance = count / (count - 1) * (squares - sum * sum / count);
    EXPECT_NEAR(e.se[0], std::sqrt(variance), 1e-6 * e.se[0]);
  }
}

TEST(Covariance, constants_and_single_rows) {
  const Numbers y = numbers({1.1, 1.1, 1.1}), x = numbers({2, 2, 5});
  const Design d(3, nullptr, {}, {});
  EXPECT_EQ(covariance(d, {&y}, {{0, 0}}).estimate[0], 0);
  EXPECT_TRUE(std::isnan(correlation(d, {&y, &x}, {{0, 1}}).estimate[0]));
  EXPECT_TRUE(std::isnan(covariance(d.where(std::vector<std::uint8_t>{1, 0, 0}), {&x}, {{0, 0}}).estimate[0]));
}

TEST(Covariance, fisher_interval) {
  const Interval x = interval_fisher(0.9, 0.05, 20, 0.95);
  EXPECT_LT(x.high, 1);
  EXPECT_NEAR(std::atanh(x.high) - std::atanh(0.9), std::atanh(0.9) - std::atanh(x.low), 1e-12);
  EXPECT_TRUE(std::isnan(interval_fisher(1, 0, 20, 0.95).low));
}

TEST(Nps, points) {
  const Numbers q = numbers({10, 9, 8, 7, 6, 0}, {1, 1, 1, 1, 1, 0});
  const Design d(6, nullptr, {}, {});
  EXPECT_DOUBLE_EQ(nps(d, {&q}).estimate[0], 20);
  const Numbers wrong = numbers({11});
  EXPECT_THROW((void)nps(Design(1, nullptr, {}, {}), {&wrong}), Error);
}
