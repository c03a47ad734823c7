#include "enkat/planning/power.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "arguments.hpp"
#include "enkat/base/distributions.hpp"
#include "enkat/base/noncentral.hpp"

namespace enkat {
namespace {

using detail::expect;

void check(const ComparisonOptions& o) {
  expect(o.alpha > 0 && o.alpha < 1, o.alpha, "a number between 0 and 1, for example 0.05", "alpha");
  expect(o.ratio > 0 && std::isfinite(o.ratio), o.ratio, "a number over 0", "ratio");
  expect(o.deff > 0 && std::isfinite(o.deff), o.deff, "a number over 0; 1 is a simple random sample", "deff");
  expect(o.overlap >= 0 && o.overlap <= std::min(1.0, o.ratio), o.overlap,
         "a share of the first sample, at most 1 and at most n2/n1", "overlap");
  expect(o.correlation >= -1 && o.correlation <= 1, o.correlation, "a number between -1 and 1", "correlation");
  expect(o.population1 >= 1 && o.population2 >= 1, std::min(o.population1, o.population2), "at least 1", "population");
  expect(o.df >= 0, o.df, "a number over 0", "df");
}

void check_power(double power, const ComparisonOptions& o) {
  expect(power > o.alpha && power < 1, power, "a number between alpha and 1, for example 0.8", "power");
}

double largest_size(const ComparisonOptions& o) { return std::min(o.population1, o.population2 / o.ratio); }

void check_size(double n1, const ComparisonOptions& o) {
  expect(n1 > 0 && std::isfinite(n1) && n1 <= largest_size(o), n1, "a size over 0, neither group over its population",
         "n");
}

/// V of the header.
double variance_of_difference(double sd1, double sd2, double n1, const ComparisonOptions& o) {
  const double n2 = o.ratio * n1;
  const double v = sd1 * sd1 / n1 * (1 - n1 / o.population1) + sd2 * sd2 / n2 * (1 - n2 / o.population2) -
                   2 * o.overlap * o.correlation * sd1 * sd2 / n2;
  return o.deff * std::max(0.0, v);
}

double quantile_of(const ComparisonOptions& o, double df) {
  return t_quantile(1 - (o.two_sided ? o.alpha / 2 : o.alpha), df);
}

constexpr double precise = 1e-13;

/// The argument between low and high at which a function that rises reaches `wanted`: bisection, to the last digits.
double where_reached(double low, double high, double wanted, const std::function<double(double)>& f) {
  for (int i = 0; i < 400 && high - low > precise * high; ++i) {
    const double middle = 0.5 * (low + high);
    (f(middle) < wanted ? low : high) = middle;
  }
  return high;
}

/// The smallest size at which power, which rises with n, reaches `wanted`.
double smallest_size(double least, double wanted, const ComparisonOptions& o, const std::function<double(double)>& f) {
  const double most = largest_size(o);
  double high = std::min(most, std::max(2.0, 2 * least));
  while (f(high) < wanted && high < most && high < 1e15) high = std::min(most, 2 * high);
  if (f(high) < wanted)
    throw Error(ErrorCode::design,
                "found " + number_text(wanted) + ", which no sample of these populations reaches (the largest gives " +
                    number_text(f(high)) + "); expected a smaller power or a larger difference",
                "power");
  return where_reached(least, high, wanted, f);
}

void check_sds(double sd1, double sd2) {
  expect(sd1 > 0 && std::isfinite(sd1), sd1, "a standard deviation over 0", "sd");
  expect(sd2 > 0 && std::isfinite(sd2), sd2, "a standard deviation over 0", "sd");
}

/// A size at which n1 + n2 - 2 is over 0.
double least_size(const ComparisonOptions& o) { return o.df == 0 ? 2.0001 / (1 + o.ratio) : 1e-6; }

double power_of_means_at(double difference, double sd1, double sd2, double n1, const ComparisonOptions& o) {
  const double df = o.df > 0 ? o.df : n1 * (1 + o.ratio) - 2;
  const double se = std::sqrt(variance_of_difference(sd1, sd2, n1, o)), t = quantile_of(o, df);
  if (se == 0) return 1;
  const double shift = std::abs(difference) / se;
  if (shift > 1e4) return 1;
  const double other = o.two_sided ? noncentral_t_cdf(-t, df, shift) : 0;
  return std::min(1.0, noncentral_t_upper(t, df, shift) + other);
}

double power_of_shares_at(double p1, double p2, double n1, const ComparisonOptions& o) {
  const double pooled = (p1 + o.ratio * p2) / (1 + o.ratio);
  const auto sd = [](double p) { return std::sqrt(p * (1 - p)); };
  const double se0 = std::sqrt(variance_of_difference(sd(pooled), sd(pooled), n1, o));
  const double se = std::sqrt(variance_of_difference(sd(p1), sd(p2), n1, o));
  const double z = quantile_of(o, o.df > 0 ? o.df : std::numeric_limits<double>::infinity());
  const double gap = std::abs(p1 - p2);
  if (se == 0) return gap > z * se0 ? 1 : 0;
  const double other = o.two_sided ? normal_upper((gap + z * se0) / se) : 0;
  return normal_cdf((gap - z * se0) / se) + other;
}

void check_shares(double p1, double p2) {
  expect(p1 >= 0 && p1 <= 1, p1, "a share between 0 and 1", "p1");
  expect(p2 >= 0 && p2 <= 1, p2, "a share between 0 and 1", "p2");
}

}  // namespace

double power_of_means(double difference, double sd1, double sd2, double n1, const ComparisonOptions& o) {
  check(o);
  check_sds(sd1, sd2);
  check_size(n1, o);
  expect(std::isfinite(difference), difference, "a number", "difference");
  expect(n1 >= least_size(o), n1, "more than two units in both groups together", "n");
  return power_of_means_at(difference, sd1, sd2, n1, o);
}

double size_for_means(double difference, double sd1, double sd2, double power, const ComparisonOptions& o) {
  check(o);
  check_sds(sd1, sd2);
  check_power(power, o);
  expect(difference != 0 && std::isfinite(difference), difference, "a number other than 0", "difference");
  return smallest_size(least_size(o), power, o,
                       [&](double n) { return power_of_means_at(difference, sd1, sd2, n, o); });
}

double detectable_means(double sd1, double sd2, double n1, double power, const ComparisonOptions& o) {
  check(o);
  check_sds(sd1, sd2);
  check_size(n1, o);
  check_power(power, o);
  expect(n1 >= least_size(o), n1, "more than two units in both groups together", "n");
  const double se = std::sqrt(variance_of_difference(sd1, sd2, n1, o));
  const auto f = [&](double d) { return power_of_means_at(d, sd1, sd2, n1, o); };
  double high = se;
  while (f(high) < power) high *= 2;
  return where_reached(0, high, power, f);
}

double power_of_shares(double p1, double p2, double n1, const ComparisonOptions& o) {
  check(o);
  check_shares(p1, p2);
  check_size(n1, o);
  return power_of_shares_at(p1, p2, n1, o);
}

double size_for_shares(double p1, double p2, double power, const ComparisonOptions& o) {
  check(o);
  check_shares(p1, p2);
  check_power(power, o);
  expect(p1 != p2, p2, "a share other than p1", "p2");
  return smallest_size(1e-6, power, o, [&](double n) { return power_of_shares_at(p1, p2, n, o); });
}

double detectable_share(double p1, bool above, double n1, double power, const ComparisonOptions& o) {
  check(o);
  check_shares(p1, p1);
  check_size(n1, o);
  check_power(power, o);
  const double room = above ? 1 - p1 : p1;
  const auto f = [&](double d) { return power_of_shares_at(p1, above ? p1 + d : p1 - d, n1, o); };
  if (room == 0 || f(room) < power)
    throw Error(ErrorCode::design,
                "found " + number_text(power) + ", which no share " + (above ? "over" : "under") +
                    " p1 reaches with this size; expected a larger n",
                "power");
  const double d = where_reached(0, room, power, f);
  return above ? p1 + d : p1 - d;
}

}  // namespace enkat
