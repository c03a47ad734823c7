#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/estimate/contrast.hpp"

namespace {

using namespace enkat;

const std::vector<std::string> names{"a", "b", "api.stu", "E:2"};
const std::vector<double> values{2, 5, 0.5, -3};

Contrast contrast(const std::string& expression) { return evaluate_contrast(expression, names, values); }

double at(const std::string& expression, std::size_t i, double step) {
  std::vector<double> moved = values;
  moved[i] += step;
  return evaluate_contrast(expression, names, moved).value;
}

TEST(Contrast, arithmetic) {
  EXPECT_EQ(contrast("a - b").value, -3);
  EXPECT_EQ(contrast("a + b * 2").value, 12);
  EXPECT_EQ(contrast("(a + b) * 2").value, 14);
  EXPECT_EQ(contrast("10 / a / b").value, 1);
  EXPECT_EQ(contrast("-a^2").value, -4);
  EXPECT_EQ(contrast("a^-1").value, 0.5);
  EXPECT_EQ(contrast("2^a^3").value, 256);
  EXPECT_EQ(contrast("api.stu * 'E:2'").value, -1.5);
  EXPECT_EQ(contrast("1.5e1 + \"b\"").value, 20);
}

TEST(Contrast, gradient_equals_differences) {
  for (const std::string e :
       {"a*b/api.stu - 'E:2'", "log(a/b)", "exp((a-b)/3) * sqrt(b)", "a^b", "b^(-2)", "'E:2'^2 / a"}) {
    const Contrast c = contrast(e);
    for (std::size_t i = 0; i < names.size(); ++i)
      EXPECT_NEAR(c.gradient[i], (at(e, i, 1e-6) - at(e, i, -1e-6)) / 2e-6, 1e-6) << e << " " << names[i];
  }
}

TEST(Contrast, covariance_is_gVg) {
  const std::vector<double> v{4, 1, 1, 9};
  const std::vector<double> two{10, 20};
  const std::vector<Contrast> c{linear_contrast(std::vector<double>{1, -1}, two),
                                linear_contrast(std::vector<double>{0, 2}, two)};
  EXPECT_EQ(contrast_covariance(c, v), (std::vector<double>{11, -16, -16, 36}));
}

TEST(Contrast, an_estimate_that_is_not_used_may_be_missing) {
  const double nan = std::nan("");
  const std::vector<Contrast> c{linear_contrast(std::vector<double>{1, 0}, std::vector<double>{3, nan})};
  EXPECT_EQ(c[0].value, 3);
  EXPECT_EQ(contrast_covariance(c, std::vector<double>{4, nan, nan, nan})[0], 4);
}

TEST(Contrast, not_defined_is_nan) { EXPECT_TRUE(std::isnan(contrast("log('E:2')").value)); }

std::string message(const std::string& expression) {
  try {
    (void)contrast(expression);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

TEST(Contrast, errors_name_the_place) {
  EXPECT_EQ(message("a - "), "contrast: at character 5 found the end, expected a number, a name or '('");
  EXPECT_EQ(message("a b"), "contrast: at character 3 found 'b', expected an operator or the end");
  EXPECT_EQ(message("sin(a)"), "contrast: at character 1 found 'sin(a)', expected one of the functions log, exp, sqrt");
  EXPECT_EQ(message("c"), "contrast: no estimate is named 'c', expected one of 'a', 'b', 'api.stu', 'E:2'");
  EXPECT_EQ(message("(a"), "contrast: at character 3 found the end, expected ')'");
  EXPECT_EQ(message("'a"), "contrast: at character 1 found ''a', expected a closing quote");
}

TEST(Contrast, deep_nesting_is_refused) {
  EXPECT_NE(message(std::string(100000, '(')), "");
  EXPECT_NE(message(std::string(100000, '-')), "");
  std::string powers = "a";
  for (int i = 0; i < 100000; ++i) powers += "^a";
  EXPECT_NE(message(powers), "");
}

}  // namespace
