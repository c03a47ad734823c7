#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/models/cox.hpp"
#include "enkat/models/logrank.hpp"

using namespace enkat;

namespace {

Numbers numbers(std::vector<double> v) { return make_numbers(std::move(v), {}, "x"); }
Design plain(std::int64_t rows) { return {rows, nullptr, {{}}, {}}; }

const std::vector<double> times{1, 2, 3, 4, 5, 6}, events{1, 1, 0, 1, 1, 1};

}  // namespace

// Two rows, one event each: the partial likelihood is exp(b x1) / (exp(b x1) + exp(b x2)), which has no maximum.
TEST(Cox, NamesColumnsThatSeparate) {
  const Numbers x = numbers({1, 0});
  try {
    (void)cox(plain(2), {numbers({1, 2}), numbers({1, 1})}, {{{{"x", &x}}}});
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::convergence);
    EXPECT_NE(std::string(e.what()).find("column 'x'"), std::string::npos) << e.what();
  }
}

TEST(Cox, RefusesEventsThatAreNotZeroOrOne) {
  const Numbers x = numbers({1, 0, 2});
  EXPECT_THROW((void)cox(plain(3), {numbers({1, 2, 3}), numbers({1, 2, 0})}, {{{{"x", &x}}}}), Error);
  EXPECT_THROW((void)cox(plain(3), {numbers({1, 2, 3}), numbers({0, 0, 0})}, {{{{"x", &x}}}}), Error);
}

TEST(Cox, TheScoreIsZeroAtTheCoefficient) {
  const Numbers x = numbers({1, 0, 1, 1, 0, 0.5});
  const RegressionFit fit = cox(plain(6), {numbers(times), numbers(events)}, {{{{"x", &x}}}});
  // sum over events of x_i minus the mean of x among the rows at risk with weights exp(x b), slow and obvious
  const double b = fit.coefficients.estimate[0];
  double score = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (events[i] == 0) continue;
    double s0 = 0, s1 = 0;
    for (std::size_t j = 0; j < times.size(); ++j) {
      if (times[j] < times[i]) continue;
      s0 += std::exp(b * x.values[j]);
      s1 += std::exp(b * x.values[j]) * x.values[j];
    }
    score += x.values[i] - s1 / s0;
  }
  EXPECT_NEAR(score, 0, 1e-9);
}

TEST(Cox, AConstantAddedToAColumnChangesNothing) {
  const Numbers x = numbers({1, 0, 1, 1, 0, 0.5}), y = numbers({1001, 1000, 1001, 1001, 1000, 1000.5});
  const SurvivalTimes when{numbers(times), numbers(events)};
  const RegressionFit a = cox(plain(6), when, {{{{"x", &x}}}}), b = cox(plain(6), when, {{{{"x", &y}}}});
  EXPECT_NEAR(a.coefficients.estimate[0], b.coefficients.estimate[0], 1e-10);
  EXPECT_NEAR(a.coefficients.se[0], b.coefficients.se[0], 1e-10);
}

TEST(LogRank, WithoutTiesItIsObservedMinusExpected) {
  const std::vector<std::int32_t> g{0, 1, 0, 1, 0, 1};
  const Categories group{Codes(g, 2), {"a", "b"}};
  const LogRank r = logrank(plain(6), {numbers(times), numbers(events)}, group);
  double u = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (events[i] == 0) continue;
    double at_risk = 0, second = 0;
    for (std::size_t j = i; j < times.size(); ++j) {
      ++at_risk;
      second += g[j];
    }
    u += g[i] - second / at_risk;
  }
  EXPECT_NEAR(r.score[0], u, 1e-12);
  EXPECT_NEAR(r.chi_square, u * u / r.covariance.values[0], 1e-12);
}
