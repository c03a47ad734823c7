// Expected numbers: R 4.2.2 (qnorm, qt, pt, qbeta, pbeta, pchisq, pf, pbinom), 17 digits.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "enkat/base/distributions.hpp"

namespace {

using namespace enkat;
constexpr double inf = std::numeric_limits<double>::infinity();

void expect_close(double got, double want) {
  EXPECT_LE(std::abs(got - want), 1e-12 * std::abs(want)) << got << " " << want;
}

TEST(Distributions, normal) {
  expect_close(normal_quantile(0.975), 1.9599639845400536);
  expect_close(normal_quantile(1e-10), -6.3613409024040557);
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_EQ(normal_quantile(0), -inf);
  expect_close(normal_upper(37), 5.7255712225245771e-300);
  expect_close(normal_cdf(-37), 5.7255712225245771e-300);
}

TEST(Distributions, t) {
  expect_close(t_quantile(0.975, 1), 12.706204736174694);
  expect_close(t_quantile(0.975, 14), 2.1447866879178039);
  expect_close(t_quantile(0.975, 197), 1.972079033778501);
  expect_close(t_quantile(0.975, 0.5), 164.55767348049446);
  expect_close(t_quantile(1e-5, 3.3), -36.698408970588488);
  expect_close(t_quantile(0.975, inf), 1.9599639845400536);
  expect_close(t_upper(40, 3), 1.71903403945792695e-05);
  expect_close(t_upper(40, 300), 1.4262090197655547e-122);
  expect_close(t_cdf(-2, 5), 0.05096973941492914);
  expect_close(t_two_sided(-2, 5), 2 * 0.05096973941492914);
}

TEST(Distributions, beta) {
  expect_close(beta_quantile(0.025, 10.3, 30.7), 0.13258520101865948);
  expect_close(beta_quantile(0.975, 0.5, 20), 0.11940702395503566);
  expect_close(beta_quantile(0.025, 963.1, 7600), 0.10586582590514257);
  expect_close(beta_cdf(0.01, 3, 400), 0.76628379635891153);
  expect_close(beta_upper(0.9, 2, 3), 0.0037);
}

TEST(Distributions, upper_tails_keep_their_digits) {
  expect_close(chi2_upper(50, 2.5), 3.459412831279615e-11);
  expect_close(chi2_upper(1300, 7), 1.6632784025498241e-276);
  expect_close(f_upper(3, 2.3, 15), 0.07453272781658421);
  expect_close(f_upper(1e6, 4, 120.5), 2.4641099160041593e-271);
  expect_close(f_upper(2000, 3, 400), 2.3219032324596769e-240);
  expect_close(f_upper(300, 4, inf), 1.5928883283555908e-258);
}

TEST(Distributions, cdf_and_upper_tail_add_up) {
  EXPECT_NEAR(chi2_cdf(2, 3) + chi2_upper(2, 3), 1, 1e-15);
  EXPECT_NEAR(f_cdf(2, 3, 9) + f_upper(2, 3, 9), 1, 1e-15);
  EXPECT_NEAR(beta_cdf(0.3, 2, 5) + beta_upper(0.3, 2, 5), 1, 1e-15);
}

TEST(Distributions, binomial) {
  expect_close(binomial_cdf(3, 20, 0.3), 0.10708680450373097);
  expect_close(binomial_at_least(16, 20, 0.3), 5.550253078298753e-06);
  EXPECT_EQ(binomial_cdf(20, 20, 0.3), 1);
  EXPECT_EQ(binomial_at_least(0, 20, 0.3), 1);
  EXPECT_EQ(binomial_at_least(21, 20, 0.3), 0);
}

TEST(Distributions, outside_the_domain_is_nan_and_never_throws) {
  EXPECT_TRUE(std::isnan(t_quantile(0.975, 0)));
  EXPECT_TRUE(std::isnan(t_quantile(1.5, 3)));
  EXPECT_TRUE(std::isnan(normal_quantile(-0.1)));
  EXPECT_TRUE(std::isnan(beta_quantile(0.5, 0, 1)));
  EXPECT_TRUE(std::isnan(f_upper(1, 0, 3)));
  EXPECT_TRUE(std::isnan(chi2_upper(std::nan(""), 3)));
}

}  // namespace
