#include "enkat/base/distributions.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "enkat/base/noncentral.hpp"
#include "enkat/base/quadratic_form.hpp"

namespace enkat {
namespace {

namespace bm = boost::math;
namespace bp = boost::math::policies;

/// Errors come back as NaN or infinity, never as exceptions; staying in double makes beta quantiles five times faster.
using Quiet = bp::policy<bp::domain_error<bp::ignore_error>, bp::pole_error<bp::ignore_error>,
                         bp::overflow_error<bp::ignore_error>, bp::evaluation_error<bp::ignore_error>,
                         bp::rounding_error<bp::ignore_error>, bp::promote_double<false>>;
using Normal = bm::normal_distribution<double, Quiet>;
using StudentsT = bm::students_t_distribution<double, Quiet>;
using NoncentralT = bm::non_central_t_distribution<double, Quiet>;
using Beta = bm::beta_distribution<double, Quiet>;
using ChiSquared = bm::chi_squared_distribution<double, Quiet>;
using FisherF = bm::fisher_f_distribution<double, Quiet>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

bool is_probability(double p) { return p >= 0 && p <= 1; }
bool is_finite_positive(double v) { return v > 0 && std::isfinite(v); }

}  // namespace

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
double normal_upper(double x) { return 0.5 * std::erfc(x / std::sqrt(2.0)); }

double normal_quantile(double p) {
  if (!is_probability(p)) return nan;
  if (p == 0) return -inf;
  if (p == 1) return inf;
  return bm::quantile(Normal(), p);
}

double t_cdf(double x, double df) { return t_upper(-x, df); }

double t_upper(double x, double df) {
  if (!(df > 0) || std::isnan(x)) return nan;
  if (std::isinf(df)) return normal_upper(x);
  if (std::isinf(x)) return x > 0 ? 0 : 1;
  return bm::cdf(bm::complement(StudentsT(df), x));
}

double t_quantile(double p, double df) {
  if (!(df > 0) || !is_probability(p)) return nan;
  if (std::isinf(df) || p == 0 || p == 1) return normal_quantile(p);
  return bm::quantile(StudentsT(df), p);
}

double t_two_sided(double x, double df) { return 2 * t_upper(std::abs(x), df); }

double noncentral_t_cdf(double x, double df, double shift) {
  if (!(df > 0) || std::isnan(x) || !std::isfinite(shift)) return nan;
  if (std::isinf(x)) return x < 0 ? 0 : 1;
  if (shift == 0) return t_cdf(x, df);
  return std::isinf(df) ? normal_cdf(x - shift) : bm::cdf(NoncentralT(df, shift), x);
}

double noncentral_t_upper(double x, double df, double shift) {
  if (!(df > 0) || std::isnan(x) || !std::isfinite(shift)) return nan;
  if (std::isinf(x)) return x < 0 ? 1 : 0;
  if (shift == 0) return t_upper(x, df);
  return std::isinf(df) ? normal_upper(x - shift) : bm::cdf(bm::complement(NoncentralT(df, shift), x));
}

double beta_cdf(double x, double a, double b) {
  if (std::isnan(x) || !is_finite_positive(a) || !is_finite_positive(b)) return nan;
  if (x <= 0) return 0;
  return x >= 1 ? 1 : bm::cdf(Beta(a, b), x);
}

double beta_upper(double x, double a, double b) {
  if (std::isnan(x) || !is_finite_positive(a) || !is_finite_positive(b)) return nan;
  if (x <= 0) return 1;
  return x >= 1 ? 0 : bm::cdf(bm::complement(Beta(a, b), x));
}

double beta_quantile(double p, double a, double b) {
  if (!is_probability(p) || !is_finite_positive(a) || !is_finite_positive(b)) return nan;
  if (p == 0 || p == 1) return p;
  return bm::quantile(Beta(a, b), p);
}

double chi2_cdf(double x, double df) {
  if (std::isnan(x) || !is_finite_positive(df)) return nan;
  if (x <= 0) return 0;
  return std::isinf(x) ? 1 : bm::cdf(ChiSquared(df), x);
}

double chi2_upper(double x, double df) {
  if (std::isnan(x) || !is_finite_positive(df)) return nan;
  if (x <= 0) return 1;
  return std::isinf(x) ? 0 : bm::cdf(bm::complement(ChiSquared(df), x));
}

double f_cdf(double x, double df1, double df2) {
  if (std::isnan(x) || !is_finite_positive(df1) || !(df2 > 0)) return nan;
  if (x <= 0) return 0;
  if (std::isinf(x)) return 1;
  return std::isinf(df2) ? chi2_cdf(x * df1, df1) : bm::cdf(FisherF(df1, df2), x);
}

double f_upper(double x, double df1, double df2) {
  if (std::isnan(x) || !is_finite_positive(df1) || !(df2 > 0)) return nan;
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  if (std::isinf(df2)) return chi2_upper(x * df1, df1);
  // the incomplete beta function loses digits as its parameter grows: 1e-10 at ten million degrees of freedom
  return df2 > 1e5 ? chi2_ratio_upper(x * df1, df1, df2) : bm::cdf(bm::complement(FisherF(df1, df2), x));
}

// P(X <= x) = 1 - I_p(x + 1, n - x), the incomplete beta function.
double binomial_cdf(double x, double n, double p) {
  if (std::isnan(x) || !(n >= 0) || !is_probability(p)) return nan;
  const double k = std::floor(x);
  if (k < 0) return 0;
  return k >= n ? 1 : beta_upper(p, k + 1, n - k);
}

double binomial_at_least(double x, double n, double p) {
  if (std::isnan(x) || !(n >= 0) || !is_probability(p)) return nan;
  const double k = std::ceil(x);
  if (k <= 0) return 1;
  return k > n ? 0 : beta_cdf(p, k, n - k + 1);
}

}  // namespace enkat
