#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/models/glm.hpp"
#include "enkat/models/ordinal.hpp"

using namespace enkat;

namespace {

Numbers numbers(std::vector<double> v) { return make_numbers(std::move(v), {}, "x"); }
Design plain(std::int64_t rows) { return {rows, nullptr, {{}}, {}}; }

}  // namespace

// With two levels P(y <= 1) = logistic(zeta - x b): the logistic model of the second level, with -zeta its constant.
TEST(Ordinal, TwoLevelsAreALogisticModel) {
  const std::vector<std::int32_t> y{0, 1, 0, 1, 1, 0, 1, 1};
  const Categories response{Codes(y, 2), {"no", "yes"}};
  const Numbers x = numbers({1, 2, 3, 4, 5, 6, 7, 8});
  const std::vector<ModelTerm> terms{{}, {{{"x", &x}}}};
  const RegressionFit fit = ordinal(plain(8), response, terms);
  const Glm same = glm(plain(8), {"y", numbers({0, 1, 0, 1, 1, 0, 1, 1}), terms, nullptr},
                       {{VarianceFunction::binomial, Link::logit}});
  EXPECT_EQ(fit.names, (std::vector<std::string>{"x", "no|yes"}));
  EXPECT_NEAR(fit.coefficients.estimate[0], same.coefficients.estimate[1], 1e-9);
  EXPECT_NEAR(fit.coefficients.estimate[1], -same.coefficients.estimate[0], 1e-9);
  EXPECT_NEAR(fit.coefficients.se[0], same.coefficients.se[1], 1e-7);
  EXPECT_NEAR(fit.coefficients.se[1], same.coefficients.se[0], 1e-7);
}

TEST(Ordinal, WithoutEffectThresholdsAreLogitsOfCumulatedShares) {
  const std::vector<std::int32_t> y{0, 0, 1, 1, 1, 1, 2, 2};  // the same shares at both values of x
  const Categories response{Codes(y, 4), {"a", "b", "c", "never"}};
  const Numbers x = numbers({0, 1, 0, 1, 0, 1, 0, 1});
  const RegressionFit fit = ordinal(plain(8), response, {{}, {{{"x", &x}}}});
  EXPECT_NEAR(fit.coefficients.estimate[0], 0, 1e-9);
  EXPECT_NEAR(fit.coefficients.estimate[1], std::log(1.0 / 3), 1e-9);
  EXPECT_NEAR(fit.coefficients.estimate[2], std::log(3.0), 1e-9);
}

TEST(Ordinal, NamesColumnsThatSeparate) {
  const std::vector<std::int32_t> y{0, 0, 1, 1};
  const Categories response{Codes(y, 2), {"a", "b"}};
  const Numbers x = numbers({1, 2, 3, 4});
  EXPECT_THROW((void)ordinal(plain(4), response, {{}, {{{"x", &x}}}}), Error);
}
