#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/models/glm.hpp"
#include "enkat/models/term_test.hpp"

using namespace enkat;

namespace {

Numbers numbers(std::vector<double> v) { return make_numbers(std::move(v), {}, "x"); }

Categories categories(const std::vector<std::int32_t>& codes, std::vector<std::string> levels) {
  const auto n = static_cast<std::int64_t>(levels.size());
  return {Codes(codes, n), std::move(levels)};
}

Design plain(std::int64_t rows) { return {rows, nullptr, {{}}, {}}; }

/// Runs f and gives the message of its enkat::Error.
template <class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

struct Longley {
  std::vector<std::vector<double>> columns{
      {83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9},
      {234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
       518173, 554894},
      {2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007},
      {1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827},
      {107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
       127852, 130081},
      {1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962}};
  std::vector<double> y{60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761,
                        66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551};
};

}  // namespace

// NIST Statistical Reference Datasets, Longley: certified coefficients and residual standard deviation.
TEST(Glm, LongleyCertified) {
  const Longley data;
  std::vector<Numbers> x;
  for (const auto& c : data.columns) x.push_back(numbers(c));
  GlmModel model{"y", numbers(data.y), {{}}, nullptr};
  for (std::size_t k = 0; k < x.size(); ++k) model.terms.push_back({{{"x" + std::to_string(k + 1), &x[k]}}});
  const Glm fit = glm(plain(16), model);
  const std::vector<double> certified{-3482258.63459582, 15.0618722713733,  -0.358191792925910e-01,
                                      -2.02022980381683, -1.03322686717359, -0.511041056535807e-01,
                                      1829.15146461355};
  for (std::size_t j = 0; j < certified.size(); ++j)
    EXPECT_NEAR(fit.coefficients.estimate[j] / certified[j], 1, 1e-11) << j;
  EXPECT_NEAR(std::sqrt(fit.dispersion) / 304.854073561965, 1, 1e-11);
  // certified standard errors of ordinary least squares: residual sd times the inverse information
  const std::vector<double> se{890420.383607373,  84.9149257747669,  0.334910077722432e-01, 0.488399681651699,
                               0.214274163161675, 0.226073200069370, 455.478499142212};
  for (std::size_t j = 0; j < se.size(); ++j)
    EXPECT_NEAR(std::sqrt(fit.dispersion * fit.inverse_information[j * 8]) / se[j], 1, 1e-10) << j;
}

TEST(Glm, GroupMeansAndTheirDifference) {
  const Categories g = categories({0, 0, 1, 1, 2, 2}, {"a", "b", "c"});
  const GlmModel model{"y", numbers({1, 3, 5, 9, 4, 4}), {{}, {{{"g", nullptr, &g}}}}, nullptr};
  const Glm fit = glm(plain(6), model);
  EXPECT_EQ(fit.names(), (std::vector<std::string>{"(Intercept)", "gb", "gc"}));
  EXPECT_NEAR(fit.coefficients.estimate[0], 2, 1e-13);
  EXPECT_NEAR(fit.coefficients.estimate[1], 5, 1e-13);
  EXPECT_NEAR(fit.coefficients.estimate[2], 2, 1e-13);
  EXPECT_EQ(fit.df_residual, 3);
}

TEST(Glm, SaturatedModelsMeetTheSharesOfEveryLink) {
  const Categories g = categories({0, 0, 0, 0, 1, 1, 1, 1}, {"a", "b"});
  const Numbers y = numbers({1, 0, 0, 0, 1, 1, 0, 1});
  for (const Link link : {Link::logit, Link::probit, Link::cloglog, Link::cauchit, Link::identity, Link::log}) {
    const Glm fit =
        glm(plain(8), {"y", y, {{}, {{{"g", nullptr, &g}}}}, nullptr}, {{VarianceFunction::binomial, link}});
    const std::vector<double>& b = fit.coefficients.estimate;
    EXPECT_NEAR(mean_of(link, b[0]), 0.25, 1e-9) << name_of(link);
    EXPECT_NEAR(mean_of(link, b[0] + b[1]), 0.75, 1e-9) << name_of(link);
  }
}

TEST(Glm, SameBitsForAnyNumberOfThreads) {
  const std::int64_t n = 100000;
  std::vector<double> x, y;
  std::vector<std::int32_t> code;
  for (std::int64_t i = 0; i < n; ++i) {
    x.push_back(std::sin(static_cast<double>(i)));
    code.push_back(static_cast<std::int32_t>(i % 5));
    y.push_back(std::sin(static_cast<double>(7 * i)) + 0.3 * x.back() > 0 ? 1 : 0);
  }
  const Numbers number = numbers(x), response = numbers(y);
  const Categories g = categories(code, {"a", "b", "c", "d", "e"});
  const GlmModel model{"y", response, {{}, {{{"x", &number}}}, {{{"g", nullptr, &g}}}}, nullptr};
  GlmOptions options{{VarianceFunction::binomial, Link::logit}};
  options.threads = 1;
  const Glm one = glm(plain(n), model, options);
  for (const int threads : {2, 3, 7}) {
    options.threads = threads;
    const Glm other = glm(plain(n), model, options);
    EXPECT_EQ(one.coefficients.estimate, other.coefficients.estimate);
    EXPECT_EQ(one.coefficients.se, other.coefficients.se);
  }
}

TEST(Glm, SumsByCellAndByColumnAgree) {
  const std::int64_t n = 20000;  // 100 x 100 cells with two numbers: more sums than are kept by cell
  std::vector<double> x, z, y;
  std::vector<std::int32_t> a, b;
  std::vector<std::string> many;
  for (int l = 0; l < 100; ++l) many.push_back(std::to_string(l));
  for (std::int64_t i = 0; i < n; ++i) {
    x.push_back(std::sin(static_cast<double>(i)));
    z.push_back(std::cos(static_cast<double>(3 * i)));
    a.push_back(static_cast<std::int32_t>(i % 100));
    b.push_back(static_cast<std::int32_t>((i / 100 + i) % 100));
    y.push_back(2 * x.back() - z.back() + a.back() * 0.01 + 0.02 * b.back());
  }
  const Numbers nx = numbers(x), nz = numbers(z);
  const Categories ca = categories(a, many), cb = categories(b, many);
  const GlmModel model{
      "y", numbers(y), {{}, {{{"x", &nx}}}, {{{"z", &nz}}}, {{{"a", nullptr, &ca}}}, {{{"b", nullptr, &cb}}}}, nullptr};
  const Glm fit = glm(plain(n), model);
  EXPECT_NEAR(fit.coefficients.estimate[1], 2, 1e-9);
  EXPECT_NEAR(fit.coefficients.estimate[2], -1, 1e-9);
  EXPECT_NEAR(fit.coefficients.estimate[3 + 10], 0.11, 1e-9);
  EXPECT_NEAR(fit.coefficients.estimate[3 + 99 + 10], 0.22, 1e-9);
}

TEST(Glm, NamesCollinearColumns) {
  const Numbers x = numbers({1, 2, 3, 5}), z = numbers({3, 5, 7, 11});
  const GlmModel model{"y", numbers({1, 0, 2, 3}), {{}, {{{"x", &x}}}, {{{"z", &z}}}}, nullptr};
  EXPECT_EQ(message_of([&] { (void)glm(plain(4), model); }),
            "column 'z': is a linear combination of 'x'; leave one of them out");
}

TEST(Glm, NamesColumnsThatSeparate) {
  const Numbers x = numbers({1, 2, 3, 4, 5, 6});
  const Categories g = categories({0, 0, 0, 1, 1, 1}, {"a", "b"});
  const GlmModel model{"y", numbers({0, 1, 0, 1, 1, 1}), {{}, {{{"x", &x}}}, {{{"g", nullptr, &g}}}}, nullptr};
  const std::string said = message_of([&] { (void)glm(plain(6), model, {{VarianceFunction::binomial, Link::logit}}); });
  EXPECT_NE(said.find("column 'gb': its coefficient grows without end"), std::string::npos) << said;
}

TEST(Glm, NamesResponsesTheFamilyCannotHave) {
  const GlmModel model{"y", numbers({0, 1, 2}), {{}}, nullptr};
  EXPECT_NE(message_of([&] {
              (void)glm(plain(3), model, {{VarianceFunction::binomial, Link::logit}});
            }).find("row 3, expected values from 0 to 1"),
            std::string::npos);
}

TEST(TermTest, OneCoefficientIsTheSquareOfItsT) {
  const std::vector<double> b{2, 1}, v{0.25, 0.1, 0.1, 0.16}, se{0.5, 0.4};
  const std::vector<std::size_t> second{1};
  const TermTest f = wald_test(b, v, second, 12);
  const CoefficientTests t = coefficient_tests(b, se, 12);
  EXPECT_NEAR(f.f, t.t[1] * t.t[1], 1e-14);
  EXPECT_NEAR(f.p_value, t.p_value[1], 1e-14);
}
