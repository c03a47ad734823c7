#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/design/design.hpp"
#include "enkat/models/glm.hpp"
#include "enkat/models/multinomial.hpp"

using namespace enkat;

namespace {

const std::vector<double> x{1, 2, 2, 4, 5, 3, 3, 1, 4, 2, 6, 5}, w{1, 2, 1, 1, 3, 1, 2, 1, 1, 2, 1, 1};

Categories categories(std::vector<std::int32_t> codes, std::vector<std::string> levels) {
  return {Codes(codes, static_cast<std::int64_t>(levels.size())), std::move(levels)};
}

struct Data {
  Numbers number = make_numbers(x, {}, "x"), weight = make_numbers(w, {}, "w");
  Categories y = categories({0, 0, 1, 1, 2, 2, 0, 1, 2, 1, 0, 2}, {"a", "b", "c", "never"});
  Design design{12, &weight, {{}}, {}};
  std::vector<ModelTerm> terms{{}, {{{"x", &number, nullptr, false}}}};
};

}  // namespace

// with two levels it is the logistic model
TEST(Multinomial, OfTwoLevelsIsLogistic) {
  Data d;
  const Categories two = categories({0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1}, {"no", "yes"});
  const Numbers y = make_numbers({0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1}, {}, "y");
  const Multinomial m = multinomial(d.design, two, d.terms);
  const Glm g = glm(d.design, {"y", y, d.terms}, {.family = parse_family("binomial")});
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(m.fit.coefficients.estimate[j], g.coefficients.estimate[j], 1e-9);
    EXPECT_NEAR(m.fit.coefficients.se[j], g.coefficients.se[j], 1e-7);
  }
  EXPECT_EQ(m.fit.df_residual, g.df_residual);
}

// the score equations: weighted observed and fitted counts of every level agree, and weighted sums of x
TEST(Multinomial, FittedSharesReproduceTheMargins) {
  Data d;
  const Multinomial m = multinomial(d.design, d.y, d.terms);
  EXPECT_EQ(m.levels, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(m.fit.names, (std::vector<std::string>{"b:(Intercept)", "b:x", "c:(Intercept)", "c:x"}));
  const PredictedShares s = predicted_shares(*m.matrix, m.fit.coefficients.estimate, std::vector<double>(16, 0));
  for (std::size_t k = 0; k < 3; ++k) {
    double count = 0, sum = 0;
    for (std::size_t i = 0; i < 12; ++i) {
      const double gap =
          s.value[3 * i + k] - (d.y.codes.at(static_cast<std::int64_t>(i)) == static_cast<int>(k) ? 1 : 0);
      count += w[i] * gap;
      sum += w[i] * gap * x[i];
    }
    EXPECT_NEAR(count, 0, 1e-10);
    EXPECT_NEAR(sum, 0, 1e-9);
  }
}

TEST(Multinomial, ReferenceTurnsSignsOver) {
  Data d;
  const auto a = multinomial(d.design, d.y, d.terms).fit.coefficients;
  const Multinomial c = multinomial(d.design, d.y, d.terms, {.reference = 2});
  EXPECT_EQ(c.levels, (std::vector<std::string>{"c", "a", "b"}));
  EXPECT_NEAR(c.fit.coefficients.estimate[1], -a.estimate[3], 1e-9);
  EXPECT_NEAR(c.fit.coefficients.se[1], a.se[3], 1e-9);
  EXPECT_NEAR(c.fit.coefficients.estimate[3], a.estimate[1] - a.estimate[3], 1e-9);
}

// derivatives of average shares against differences
TEST(Multinomial, AverageSharesAndTheirDerivatives) {
  Data d;
  const Multinomial m = multinomial(d.design, d.y, d.terms);
  const std::vector<double>& b = m.fit.coefficients.estimate;
  const AverageShares at = average_shares(*m.matrix, b, w);
  for (std::size_t j = 0; j < 4; ++j) {
    std::vector<double> up = b, down = b;
    up[j] += 1e-5;
    down[j] -= 1e-5;
    const auto high = average_shares(*m.matrix, up, w).value, low = average_shares(*m.matrix, down, w).value;
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(at.gradient[4 * k + j], (high[k] - low[k]) / 2e-5, 1e-8);
  }
}

TEST(Multinomial, NamesWhatIsWrong) {
  Data d;
  const auto message = [](auto&& f) -> std::string {
    try {
      f();
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  const Categories one = categories(std::vector<std::int32_t>(12, 0), {"a", "b"});
  EXPECT_NE(message([&] { (void)multinomial(d.design, one, d.terms); }).find("response: has one level"),
            std::string::npos);
  EXPECT_NE(message([&] {
              (void)multinomial(d.design, d.y, d.terms, {.reference = 3});
            }).find("reference: level 'never' has no row"),
            std::string::npos);
  std::vector<std::int32_t> separated;
  for (const double v : x) separated.push_back(v > 2 ? 1 : 0);
  const Categories apart = categories(separated, {"a", "b"});
  EXPECT_NE(message([&] { (void)multinomial(d.design, apart, d.terms); }).find("b:x"), std::string::npos);
  std::vector<ModelTerm> twice = d.terms;
  const Numbers same = make_numbers(x, {}, "copy");
  twice.push_back({{{"copy", &same, nullptr, false}}});
  EXPECT_NE(message([&] { (void)multinomial(d.design, d.y, twice); }).find("column 'b:copy'"), std::string::npos);
}
