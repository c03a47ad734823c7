#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/inference/binomial.hpp"
#include "enkat/inference/contingency.hpp"
#include "enkat/inference/two_proportions.hpp"

using namespace enkat;

// want: R 4.2.2, binom.test(x, n, p)$p.value
TEST(Binomial, TestIsExactAndTwoSided) {
  EXPECT_NEAR(binomial_test(3, 20, 0.3) / 0.220418267380709, 1, 1e-11);
  EXPECT_NEAR(binomial_test(18, 20, 0.3) / 3.773088142371e-08, 1, 1e-11);
  EXPECT_NEAR(binomial_test(0, 12, 0.05) / 1, 1, 1e-11);
  EXPECT_NEAR(binomial_test(700, 1000, 0.5) / 1.76656780079492e-37, 1, 1e-10);
  EXPECT_EQ(binomial_test(5, 10, 0.5), 1);
  EXPECT_EQ(binomial_test(0, 10, 0), 1);
  EXPECT_EQ(binomial_test(1, 10, 0), 0);
}

TEST(Binomial, IntervalsMirror) {
  for (const char* name : {"wilson", "wilson_continuity", "clopper_pearson", "wald", "agresti_coull", "jeffreys"}) {
    const BinomialMethod m = parse_binomial_method(name);
    const Interval a = binomial_interval(4, 31, m, 0.9), b = binomial_interval(27, 31, m, 0.9);
    EXPECT_NEAR(a.low, 1 - b.high, 1e-14) << name;
    EXPECT_NEAR(a.high, 1 - b.low, 1e-14) << name;
    EXPECT_LT(a.low, 4.0 / 31);
    EXPECT_GT(a.high, 4.0 / 31);
  }
}

TEST(Binomial, RefusesWhatIsNoCount) {
  EXPECT_THROW((void)binomial_interval(5, 4, BinomialMethod::wilson, 0.95), Error);
  EXPECT_THROW((void)binomial_interval(0, 0, BinomialMethod::wilson, 0.95), Error);
  EXPECT_THROW((void)binomial_interval(1, 4, BinomialMethod::wilson, 1), Error);
  EXPECT_THROW((void)binomial_test(1.5, 4, 0.5), Error);
  EXPECT_THROW((void)binomial_test(1, 4, 1.5), Error);
  EXPECT_THROW((void)parse_binomial_method("exact?"), Error);
}

// want: R 4.2.2, prop.test(c(12, 3), c(40, 35), correct = TRUE)
TEST(TwoProportions, Continuity) {
  const TwoProportions t = two_proportions(12, 40, 3, 35, 0.95, true);
  EXPECT_NEAR(t.test.statistic / 4.1015625, 1, 1e-12);
  EXPECT_NEAR(t.test.p_value / 0.0428436018280163, 1, 1e-11);
  EXPECT_NEAR(t.low, 0.0178859006488215, 1e-13);
  EXPECT_NEAR(t.high, 0.410685527922607, 1e-13);
}

TEST(TwoProportions, EqualSharesAndNone) {
  EXPECT_NEAR(two_proportions(10, 20, 15, 30, 0.95, true).test.p_value, 1, 1e-15);
  EXPECT_TRUE(std::isnan(two_proportions(0, 20, 0, 30, 0.95).test.p_value));
  EXPECT_THROW((void)two_proportions(21, 20, 0, 30, 0.95), Error);
}

// want: R 4.2.2, fisher.test(matrix(...))$p.value
TEST(Contingency, FishersExactTest) {
  EXPECT_NEAR(fisher_exact(3, 1, 1, 3) / 0.485714285714286, 1, 1e-12);
  EXPECT_NEAR(fisher_exact(10, 2, 3, 15) / 0.000536724119143437, 1, 1e-11);
  EXPECT_NEAR(fisher_exact(0, 5, 5, 0) / 0.00793650793650794, 1, 1e-12);
  EXPECT_EQ(fisher_exact(4, 4, 4, 4), 1);
}

TEST(Contingency, RefusesEmptyRows) {
  EXPECT_THROW((void)contingency(std::vector{1.0, 2.0, 0.0, 0.0}, 2, 2), Error);
  EXPECT_THROW((void)contingency(std::vector{1.0, 2.0}, 1, 2), Error);
  EXPECT_THROW((void)contingency(std::vector{1.0, 2.0, -1.0, 3.0}, 2, 2), Error);
}

TEST(Contingency, CountsThatAreNotWholeHaveNoExactTest) {
  const Contingency t = contingency(std::vector{1.5, 2.0, 4.0, 3.0}, 2, 2);
  EXPECT_TRUE(std::isnan(t.fisher_p));
  EXPECT_GT(t.test.p_value, 0);
}
