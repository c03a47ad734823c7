#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/models/theta.hpp"

using namespace enkat;

namespace {

Numbers numbers(std::vector<double> v) { return make_numbers(std::move(v), {}, "y"); }

/// Log likelihood of counts with one mean, without the terms that theta does not enter.
double log_likelihood(const std::vector<double>& y, double mu, double theta) {
  double out = 0;
  for (const double v : y)
    out += std::lgamma(v + theta) - std::lgamma(theta) + theta * std::log(theta) - (v + theta) * std::log(theta + mu);
  return out;
}

}  // namespace

// of a model with a constant only the mean does not depend on theta: theta is where the likelihood is largest
TEST(Theta, IsTheMaximumOfTheLikelihood) {
  const std::vector<double> y{0, 3, 1, 9, 4, 0, 12, 2, 7, 1};
  const Design design(10, nullptr, {{}}, {});
  const double theta =
      negative_binomial_theta(design, {"y", numbers(y), {{}}, nullptr}, {.family = parse_family("negative_binomial")});
  const double top = log_likelihood(y, 3.9, theta);
  EXPECT_GT(top, log_likelihood(y, 3.9, theta * 1.001));
  EXPECT_GT(top, log_likelihood(y, 3.9, theta * 0.999));
  const double h = 1e-4;
  EXPECT_NEAR((log_likelihood(y, 3.9, theta + h) - log_likelihood(y, 3.9, theta - h)) / (2 * h), 0, 1e-7);
}

TEST(Theta, SaysWhatIsWrong) {
  const Design design(4, nullptr, {{}}, {});
  const GlmOptions options{.family = parse_family("negative_binomial")};
  EXPECT_THROW((void)negative_binomial_theta(design, {"y", numbers({2, 3, 2, 3}), {{}}, nullptr}, options), Error);
  EXPECT_THROW((void)negative_binomial_theta(design, {"y", numbers({2, 3.5, 20, 0}), {{}}, nullptr}, options), Error);
}
