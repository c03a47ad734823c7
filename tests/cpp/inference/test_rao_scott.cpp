#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/inference/gof.hpp"
#include "enkat/inference/rao_scott.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

Factor factor(const Categories& c) { return {&c.codes, nullptr}; }

/// Rows drawn independently with equal weights: the design effects of all contrasts are n/(n-1).
struct Independent {
  Sample sample{97, 5, 1};
  Design design{97, nullptr, {{nullptr, nullptr, nullptr}}, {}};
};

constexpr TestStatistic all[] = {TestStatistic::f,      TestStatistic::chisq,       TestStatistic::wald,
                                 TestStatistic::lincom, TestStatistic::saddlepoint, TestStatistic::adjusted_wald};

}  // namespace

TEST(RaoScott, OfIndependentRowsIsPearsonsTest) {
  const Independent s;
  const AssociationTest t = rao_scott(s.design, factor(s.sample.row), factor(s.sample.column), TestStatistic::chisq);
  // chi-square of the table, computed cell by cell
  double count[3][2] = {}, row[3] = {}, column[2] = {}, x2 = 0;
  for (std::int64_t i = 0; i < 97; ++i) {
    const auto r = s.sample.row.codes.at(i), c = s.sample.column.codes.at(i);
    ++count[r][c];
    ++row[r];
    ++column[c];
  }
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 2; ++c) x2 += std::pow(count[r][c] - row[r] * column[c] / 97, 2) / (row[r] * column[c] / 97);
  EXPECT_NEAR(t.pearson, x2, 1e-12);
  EXPECT_EQ(t.n, 97);
  EXPECT_EQ(t.eigenvalues.size(), 2U);
  double sum = 0;
  for (std::size_t k = 0; k < t.residual.size(); ++k) sum += t.residual[k] * t.residual[k];
  EXPECT_NEAR(sum, x2, 1e-12);
}

TEST(RaoScott, OfATableThatWasMadeBeforeIsTheSame) {
  const Sample s(400, 3);
  for (const Design& d : {s.clustered(), s.independent()}) {
    const Crosstab table = crosstab(d, factor(s.row), factor(s.column));
    for (const TestStatistic statistic : all) {
      const AssociationTest a = rao_scott(table, statistic),
                            b = rao_scott(d, factor(s.row), factor(s.column), statistic);
      EXPECT_DOUBLE_EQ(a.test.statistic, b.test.statistic);
      EXPECT_DOUBLE_EQ(a.test.p_value, b.test.p_value);
      EXPECT_EQ(a.observed, b.observed);
      EXPECT_EQ(a.n, b.n);
    }
  }
}

TEST(RaoScott, RefusesTablesInLayers) {
  const Sample s(400, 3);
  Crosstab table = crosstab(s.clustered(), factor(s.row), factor(s.column));
  table.groups = 2;
  EXPECT_THROW((void)rao_scott(table, TestStatistic::f), Error);
}

TEST(RaoScott, AllStatisticsOfATwoByTwoTableAgreeOnOneContrast) {
  const Sample s(400, 3);
  const Design d = s.clustered();
  Categories two = enkat::testing::categories({}, {"a", "b"});
  std::vector<std::int32_t> codes;
  for (std::int64_t i = 0; i < 400; ++i) codes.push_back(s.row.codes.at(i) > 0);
  two.codes = Codes(codes, 2);
  const auto p = [&](TestStatistic k) { return rao_scott(d, factor(two), factor(s.column), k).test; };
  EXPECT_DOUBLE_EQ(p(TestStatistic::f).df, 1);
  EXPECT_DOUBLE_EQ(p(TestStatistic::f).ddf, 12);
  EXPECT_NEAR(p(TestStatistic::lincom).p_value, p(TestStatistic::f).p_value, 1e-12);  // one F variable
  EXPECT_NEAR(p(TestStatistic::wald).p_value, p(TestStatistic::adjusted_wald).p_value, 1e-14);
  EXPECT_NEAR(p(TestStatistic::saddlepoint).p_value, p(TestStatistic::f).p_value, 0.05);
}

TEST(RaoScott, AnEmptyLevelIsNotPartOfTheTable) {
  const Sample s(300, 4);
  const Design d = s.clustered();
  const Categories wider{Codes(s.row.codes), {"0", "1", "2"}};
  std::vector<std::int32_t> codes;
  for (std::int64_t i = 0; i < 300; ++i) codes.push_back(s.row.codes.at(i) == 2 ? 3 : s.row.codes.at(i));
  const Categories gap = enkat::testing::categories(codes, {"0", "1", "never", "2"});
  for (const TestStatistic k : all) {
    const AssociationTest a = rao_scott(d, factor(wider), factor(s.column), k);
    const AssociationTest b = rao_scott(d, factor(gap), factor(s.column), k);
    EXPECT_DOUBLE_EQ(a.test.statistic, b.test.statistic);
    EXPECT_DOUBLE_EQ(a.test.p_value, b.test.p_value);
    EXPECT_EQ(b.rows, (std::vector<std::int64_t>{0, 1, 3}));
  }
}

TEST(RaoScott, RefusesWhatItCannotTest) {
  const Sample s(60, 1);
  const Design d = s.clustered();
  const Categories one = enkat::testing::categories(std::vector<std::int32_t>(60, 0), {"a", "b"});
  EXPECT_THROW((void)rao_scott(d, factor(one), factor(s.column), TestStatistic::f), Error);
  const OptionSet options{{"x", "y"}, std::vector<std::uint64_t>(60, 1), {}};
  EXPECT_THROW((void)rao_scott(d, {nullptr, &options}, factor(s.column), TestStatistic::f), Error);
  EXPECT_THROW((void)parse_test_statistic("G"), Error);
  const Sample two(60, 1, 1, 2);  // one degree of freedom, two contrasts
  EXPECT_THROW((void)rao_scott(two.clustered(), factor(two.row), factor(two.column), TestStatistic::wald), Error);
}

TEST(Gof, OfIndependentRowsIsPearsonsTest) {
  const Independent s;
  const std::vector<double> p{0.25, 0.35, 0.4};
  const FitTest t = gof(s.design, factor(s.sample.row), p, TestStatistic::chisq);
  EXPECT_NEAR(t.pearson, t.test.statistic, 1e-12);  // weights of 1: the population is the sample
  double x2 = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    x2 += std::pow(t.observed[k] - 97 * p[k], 2) / (97 * p[k]);
    EXPECT_NEAR(t.expected[k], 97 * p[k], 1e-12);
  }
  EXPECT_NEAR(t.pearson, x2, 1e-12);
  // the observed shares fit perfectly, and then the design effects are those of independent rows
  std::vector<double> own;
  for (const double o : t.observed) own.push_back(o / 97);
  const FitTest fit = gof(s.design, factor(s.sample.row), own, TestStatistic::lincom);
  EXPECT_NEAR(fit.test.statistic, 0, 1e-20);
  EXPECT_NEAR(fit.eigenvalues[1], 97.0 / 96, 1e-12);
  EXPECT_NEAR(fit.eigenvalues[2], 97.0 / 96, 1e-12);
  EXPECT_EQ(fit.eigenvalues[0], 0);
  EXPECT_NEAR(fit.test.p_value, 1, 1e-12);
}

TEST(Gof, RefusesSharesThatAreNone) {
  const Independent s;
  const auto refused = [&](std::vector<double> p, TestStatistic k = TestStatistic::f) {
    EXPECT_THROW((void)gof(s.design, factor(s.sample.row), p, k), Error);
  };
  refused({0.5, 0.5});
  refused({0.5, 0.5, 0});
  refused({0.5, 0.3, 0.3});
  refused({0.5, 0.3, 0.2}, TestStatistic::wald);
}
