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

// Rows are at risk if entry < t <= time: the same sums, slow and obvious.
TEST(Cox, RowsAreAtRiskFromTheirEntryOn) {
  const std::vector<double> from{0, 0.5, 0.5, 0, 4.5, 4.5, 2}, until{1, 2, 3, 4, 5, 6, 4}, dies{1, 1, 0, 1, 1, 0, 0};
  const Numbers x = numbers({1, 0, 3, 1, 2, 0, 2}), entry = numbers(from);
  const RegressionFit fit = cox(plain(7), {numbers(until), numbers(dies), nullptr, &entry}, {{{{"x", &x}}}});
  const double b = fit.coefficients.estimate[0];
  double score = 0;
  for (std::size_t i = 0; i < until.size(); ++i) {
    if (dies[i] == 0) continue;
    double s0 = 0, s1 = 0;
    for (std::size_t j = 0; j < until.size(); ++j) {
      if (until[j] < until[i] || from[j] >= until[i]) continue;
      s0 += std::exp(b * x.values[j]);
      s1 += std::exp(b * x.values[j]) * x.values[j];
    }
    score += x.values[i] - s1 / s0;
  }
  EXPECT_NEAR(score, 0, 1e-9);
}

// Late rows of a hazard e^23 as large leave before the early times: differences of running sums would have lost them.
TEST(Cox, LateEntriesCostNoDigits) {
  std::vector<double> from(8, 0), until{1, 2, 3, 4, 5, 6, 7, 8}, dies(8, 1), value{0.5, 0, 1, 0.2, 0.9, 0.1, 0.4, 0.3};
  const Numbers x = numbers(value), entry = numbers(from);
  const std::vector<double> early =
      cox(plain(8), {numbers(until), numbers(dies), nullptr, &entry}, {{{{"x", &x}}}}).coefficients.estimate;
  for (const double more : {40.0, 40.0}) {  // alone at risk: they add nothing
    from.push_back(from.back() + 10);
    until.push_back(from.back() + 1);
    dies.push_back(1);
    value.push_back(more);
  }
  const Numbers all = numbers(value), later = numbers(from);
  const RegressionFit fit = cox(plain(10), {numbers(until), numbers(dies), nullptr, &later}, {{{{"x", &all}}}});
  EXPECT_NEAR(fit.coefficients.estimate[0], early[0], 1e-9);
}

TEST(Cox, RefusesAnEntryThatIsNotBeforeTheTime) {
  const Numbers x = numbers({1, 0, 2}), entry = numbers({0, 2, 1});
  EXPECT_THROW((void)cox(plain(3), {numbers({1, 2, 3}), numbers({1, 1, 0}), nullptr, &entry}, {{{{"x", &x}}}}), Error);
}

TEST(LogRank, WithEntriesItIsObservedMinusExpectedAmongTheRowsAtRisk) {
  const std::vector<std::int32_t> g{0, 1, 0, 1, 0, 1};
  const std::vector<double> from{0, 1, 2.5, 0, 4.5, 2};
  const Categories group{Codes(g, 2), {"a", "b"}};
  const Numbers entry = numbers(from);
  const LogRank r = logrank(plain(6), {numbers(times), numbers(events), nullptr, &entry}, group);
  double u = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (events[i] == 0) continue;
    double at_risk = 0, second = 0;
    for (std::size_t j = i; j < times.size(); ++j) {
      at_risk += from[j] < times[i] ? 1 : 0;
      second += from[j] < times[i] ? g[j] : 0;
    }
    u += g[i] - second / at_risk;
  }
  EXPECT_NEAR(r.score[0], u, 1e-12);
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
