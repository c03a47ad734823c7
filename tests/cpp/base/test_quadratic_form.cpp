#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "enkat/base/distributions.hpp"
#include "enkat/base/quadratic_form.hpp"

using namespace enkat;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

void expect_relative(double got, double want, double tolerance, double x) {
  if (want == 0)
    EXPECT_LT(got, 1e-307) << "x " << x;
  else
    EXPECT_NEAR(got / want, 1, tolerance) << "x " << x << " want " << want;
}

/// P(a (Z1^2 + Z2^2) + b (Z3^2 + Z4^2) > x chi2_d/d), a > b: a mixture of exponentials.
double two_pairs(double a, double b, double x, double d) {
  const auto one = [&](double v) {
    return std::isinf(d) ? std::exp(-x / 2 / v) : std::exp(-d / 2 * std::log1p(x / v / d));
  };
  return (a * one(a) - b * one(b)) / (a - b);
}

}  // namespace

TEST(QuadraticForm, EqualCoefficientsAreAChiSquare) {
  for (const std::size_t n : {1, 2, 3, 7, 60})
    for (const double x : {1e-6, 0.1, 1.0, 5.0, 20.0, 100.0, 600.0, 1380.0}) {
      const std::vector<double> a(n, 0.5);
      expect_relative(quadratic_form_upper(a, x / 2), chi2_upper(x, static_cast<double>(n)), 2e-12, x);
    }
}

TEST(QuadraticForm, EqualCoefficientsOverAChiSquareAreF) {
  for (const std::size_t n : {1, 3, 8})
    for (const double d : {0.7, 3.0, 14.0, 371.0, 1e6})
      for (const double x : {1e-3, 0.5, 1.0, 4.0, 100.0, 1e6}) {
        const auto k = static_cast<double>(n);
        expect_relative(quadratic_form_upper(std::vector<double>(n, 3), 3 * x * k, d), f_upper(x, k, d), 3e-11, x);
      }
}

TEST(QuadraticForm, PairsHaveAClosedFormDownTo1e300) {
  for (const double b : {0.999, 0.3, 1e-6})
    for (const double d : {2.0, 14.0, 371.0, 1e9, inf})
      for (const double x : {1e-4, 0.3, 1.0, 3.0, 30.0, 300.0, 1000.0, 1380.0, 1e15}) {
        const double want = two_pairs(1, b, x, d);
        const double digits_lost = 1 / (1 - b);  // of the closed form
        if (want == 0 || want > 1e-300)
          expect_relative(quadratic_form_upper(std::vector{1.0, 1.0, b, b}, x, d), want,
                          1e-12 * digits_lost + 1e-15 * x, x);
      }
  EXPECT_GT(quadratic_form_upper(std::vector{1.0, 1.0, 0.3, 0.3}, 1380), 0);  // 1e-300 is not 0
}

TEST(QuadraticForm, NegativeCoefficients) {
  // a difference of two equal exponentials is Laplace; the sign of Q is symmetric
  const std::vector<double> a{1, 1, -1, -1};
  EXPECT_NEAR(quadratic_form_upper(a, 0), 0.5, 1e-13);
  for (const double x : {0.5, 3.0, 40.0, 1000.0}) {
    expect_relative(quadratic_form_upper(a, x), 0.5 * std::exp(-x / 2), 1e-12, x);
    EXPECT_NEAR(quadratic_form_upper(a, -x), 1 - 0.5 * std::exp(-x / 2), 1e-14);
  }
}

TEST(QuadraticForm, Edges) {
  const std::vector<double> a{1, 0.5};
  EXPECT_EQ(quadratic_form_upper(a, 0), 1);
  EXPECT_EQ(quadratic_form_upper(a, -1), 1);
  EXPECT_EQ(quadratic_form_upper(a, inf), 0);
  EXPECT_EQ(quadratic_form_upper(std::vector{0.0, 0.0}, 1), 0);
  EXPECT_TRUE(std::isnan(quadratic_form_upper(a, std::nan(""))));
  EXPECT_TRUE(std::isnan(quadratic_form_upper(a, 1, 0)));
  const double plain = quadratic_form_upper(a, 2);
  EXPECT_DOUBLE_EQ(quadratic_form_upper(std::vector{0.0, 1.0, 0.5, 0.0}, 2), plain);
  EXPECT_NEAR(quadratic_form_upper(std::vector{1e-30, 5e-31}, 2e-30) / plain, 1, 1e-13);
}

// R survey 4.1-1: pchisqsum(x, c(1,1,1), c(1,.5,.2), lower.tail=FALSE, method="saddlepoint"), pFsum(..., ddf=12)
TEST(QuadraticForm, SaddlepointIsKuonens) {
  const std::vector<double> a{1, 0.5, 0.2};
  const double x[] = {0.5, 1, 5, 20, 100, 500};
  const double chi[] = {0.79143729421075,     0.572565194801503,    0.0458465985190566,
                        1.36830694484949e-05, 2.73863572582628e-23, 1.7344956552238e-110};
  const double f[] = {0.792930220928245,   0.588828604293285,   0.0821403564104227,
                      0.00138297440165491, 6.5861145218736e-07, 7.03928905427463e-11};
  for (int i = 0; i < 6; ++i) {
    expect_relative(quadratic_form_saddlepoint(a, x[i]), chi[i], 2e-8, x[i]);
    expect_relative(quadratic_form_saddlepoint(a, x[i], 12), f[i], 2e-7, x[i]);
  }
}

TEST(QuadraticForm, SaddlepointIsSmoothAtTheMean) {
  const std::vector<double> a{1, 0.5, 0.2};
  for (const double ddf : {12.0, inf}) {
    const double middle = quadratic_form_saddlepoint(a, 1.7, ddf);
    for (const double step : {1e-3, 1e-5, 1e-7, 1e-9, 1e-12})
      EXPECT_NEAR(quadratic_form_saddlepoint(a, 1.7 + step, ddf), middle, step) << step;
  }
}

TEST(QuadraticForm, SaddlepointEdges) {
  EXPECT_EQ(quadratic_form_saddlepoint(std::vector{1.0}, 0), 1);
  EXPECT_EQ(quadratic_form_saddlepoint(std::vector{0.0}, 1), 0);
  EXPECT_TRUE(std::isnan(quadratic_form_saddlepoint(std::vector{1.0, -1.0}, 1)));
}

// R survey 4.1-1, method="satterthwaite"
TEST(QuadraticForm, Satterthwaite) {
  const std::vector<double> a{1, 0.5, 0.2};
  EXPECT_NEAR(quadratic_form_satterthwaite(a, 5) / 0.0467131184184707, 1, 1e-13);
  EXPECT_NEAR(quadratic_form_satterthwaite(a, 20, 12) / 0.00119989486533805, 1, 1e-13);
}

// R 4.2.2, pf(x, df1, df2, lower.tail = FALSE)
TEST(QuadraticForm, FWithManyDenominatorDegreesOfFreedom) {
  EXPECT_NEAR(f_upper(1.5, 60, 1e8) / 0.0073372197483547157, 1, 1e-12);
  EXPECT_NEAR(f_upper(10, 60, 1e8) / 4.4252107404767083e-90, 1, 1e-12);
  EXPECT_NEAR(f_upper(2, 2.5, 3e6) / f_upper(2, 2.5, 99999), 1, 1e-4);
}
