#include "enkat/base/quadratic_form.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "enkat/base/distributions.hpp"

namespace enkat {
namespace {

using Complex = std::complex<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// log(1 + z) without the loss of digits near z = 0.
Complex log1p(Complex z) {
  const double re = z.real(), im = z.imag();
  return {0.5 * std::log1p(2 * re + re * re + im * im), std::atan2(im, 1 + re)};
}

/// K(s) - s linear, K(s) = -sum weight/2 log(1 - 2 a s): the cumulants of Y. A finite ddf is one term more, of weight
/// ddf and coefficient -x/ddf; an infinite one is the linear part x.
struct Cumulants {
  struct Piece {
    double a, weight;
  };
  std::vector<Piece> pieces;
  double linear = 0;

  Cumulants(std::span<const double> a, double x, double ddf) {
    for (const double v : a)
      if (v != 0) pieces.push_back({v, 1});
    if (std::isinf(ddf))
      linear = x;
    else
      pieces.push_back({-x / ddf, ddf});
  }
  [[nodiscard]] double value(double s) const {
    double k = -s * linear;
    for (const Piece& p : pieces) k -= p.weight / 2 * std::log1p(-2 * p.a * s);
    return k;
  }
  [[nodiscard]] double first(double s) const {
    double k = -linear;
    for (const Piece& p : pieces) k += p.weight * p.a / (1 - 2 * p.a * s);
    return k;
  }
  [[nodiscard]] double second(double s) const {
    double k = 0;
    for (const Piece& p : pieces) k += 2 * p.weight * std::pow(p.a / (1 - 2 * p.a * s), 2);
    return k;
  }
  /// The interval around 0 in which K is finite.
  [[nodiscard]] double low() const { return end(-1); }
  [[nodiscard]] double high() const { return end(1); }

 private:
  [[nodiscard]] double end(double sign) const {
    double largest = 0;
    for (const Piece& p : pieces) largest = std::max(largest, sign * p.a);
    return largest > 0 ? sign / (2 * largest) : sign * infinity;
  }
};

/// Where an increasing function crosses 0 between low and high, either of which may be infinite.
template <class F>
double root(F&& f, double low, double high) {
  if (std::isinf(low))
    for (low = std::min(-1.0, 2 * high); f(low) > 0 && std::isfinite(low);) low *= 2;
  if (std::isinf(high))
    for (high = std::max(1.0, 2 * low); f(high) < 0 && std::isfinite(high);) high *= 2;
  for (int k = 0; k < 400; ++k) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (f(middle) > 0 ? high : low) = middle;
  }
  return low + (high - low) / 2;
}

/// The integrand exp(K(s) - K(c)) c/s ds/du on the hyperbola s(u) = c + b (sin q (cosh u - 1) + i cos q sinh u), q = 45
/// degrees, on which it is nowhere larger than at u = 0.
class Path {
 public:
  Path(const Cumulants& cumulants, double c, double b) : cumulants_(cumulants), c_(c), b_(b * std::sqrt(0.5)) {
    for (const auto& p : cumulants.pieces) rates_.push_back(2 * p.a / (1 - 2 * p.a * c));
  }
  [[nodiscard]] double at(double u) const {
    const Complex z(b_ * (std::cosh(u) - 1), b_ * std::sinh(u)), slope(b_ * std::sinh(u), b_ * std::cosh(u));
    Complex exponent = -z * cumulants_.linear - log1p(z / c_);
    for (std::size_t i = 0; i < rates_.size(); ++i) exponent -= cumulants_.pieces[i].weight / 2 * log1p(-z * rates_[i]);
    return (std::exp(exponent) * slope).imag();
  }
  /// 1/pi times the integral over u > 0.
  [[nodiscard]] double trapezoid(double h) const {
    double sum = 0.5 * at(0);
    for (double k = 1; k * h < 700; ++k) {
      const double term = at(k * h);
      if (!std::isfinite(term)) break;
      sum += term;
      if (k * h > 1 && std::abs(term) < 1e-18 * std::abs(sum)) break;
    }
    return sum * h / std::numbers::pi;
  }

 private:
  const Cumulants& cumulants_;
  double c_, b_;
  std::vector<double> rates_;
};

/// P(Y > 0) for upper, P(Y < 0) otherwise; the path crosses right or left of the pole at 0.
double tail(const Cumulants& cumulants, bool upper) {
  const double low = upper ? 0 : cumulants.low(), high = upper ? cumulants.high() : 0;
  const double c = root([&](double s) { return cumulants.first(s) - 1 / s; }, low, high);
  const double peak = cumulants.value(c) - std::log(std::abs(c));
  const double spread = 1 / std::sqrt(cumulants.second(c) + 1 / (c * c));
  const Path path(cumulants, c, std::min({c - low, high - c, 2 * spread}));
  double h = 0.5, before = path.trapezoid(h), now = before;
  for (; h > 1e-3; before = now) {
    h /= 2;
    now = path.trapezoid(h);
    if (std::abs(now - before) <= 1e-13 * std::abs(now)) break;
  }
  return std::clamp(now * std::exp(peak), 0.0, 1.0);
}

bool is_broken(std::span<const double> a, double x, double ddf) {
  return std::isnan(x) || !(ddf > 0) || std::any_of(a.begin(), a.end(), [](double v) { return !std::isfinite(v); });
}

/// Coefficients relative to the largest, and x with them: the distribution is the same.
double normalise(std::vector<double>& a, double x) {
  double largest = 0;
  for (const double v : a) largest = std::max(largest, std::abs(v));
  if (largest > 0)
    for (double& v : a) v /= largest;
  return largest > 0 ? x / largest : x;
}

/// log(1 - t) + t/(1 - t), and t^2/(2 (1 - t)^2) less that: -2K and z^2 K'' by pieces, with all digits near t = 0.
double deviance(double t) {
  if (std::abs(t) > 0.1) return std::log1p(-t) + t / (1 - t);
  double sum = 0;
  for (int k = 24; k >= 2; --k) sum = sum * t + (1 - 1.0 / k);
  return sum * t * t;
}
double excess(double t) {
  if (std::abs(t) > 0.1) return t * t / (2 * (1 - t) * (1 - t)) - deviance(t);
  double sum = 0;
  for (int k = 24; k >= 3; --k) sum = sum * t + (k - 1) * (0.5 - 1.0 / k);
  return sum * t * t * t;
}

}  // namespace

double quadratic_form_upper(std::span<const double> a, double x, double ddf) {
  if (is_broken(a, x, ddf)) return nan;
  std::vector<double> scaled(a.begin(), a.end());
  x = normalise(scaled, x);
  if (x < 0) {  // P(Q > x) = 1 - P(-Q > -x)
    for (double& v : scaled) v = -v;
    return 1 - quadratic_form_upper(scaled, -x, ddf);
  }
  const auto positive = [](double v) { return v > 0; };
  if (std::none_of(scaled.begin(), scaled.end(), positive) || std::isinf(x)) return 0;
  if (x == 0 && std::none_of(scaled.begin(), scaled.end(), [](double v) { return v < 0; })) return 1;
  const Cumulants cumulants(scaled, x, ddf);
  return cumulants.first(0) < 0 ? tail(cumulants, true) : 1 - tail(cumulants, false);
}

double chi2_ratio_upper(double x, double df, double ddf) {
  const double one = 1;
  Cumulants cumulants({&one, 1}, x, ddf);
  cumulants.pieces.front().weight = df;
  return cumulants.first(0) < 0 ? tail(cumulants, true) : 1 - tail(cumulants, false);
}

double quadratic_form_saddlepoint(std::span<const double> a, double x, double ddf) {
  if (is_broken(a, x, ddf) || std::any_of(a.begin(), a.end(), [](double v) { return v < 0; })) return nan;
  std::vector<double> scaled(a.begin(), a.end());
  x = normalise(scaled, x);
  if (x <= 0) return x < 0 || std::any_of(scaled.begin(), scaled.end(), [](double v) { return v > 0; }) ? 1 : 0;
  if (std::isinf(x) || std::all_of(scaled.begin(), scaled.end(), [](double v) { return v == 0; })) return 0;
  const Cumulants cumulants(scaled, x, ddf);
  const double z = root([&](double s) { return cumulants.first(s); }, cumulants.low(), cumulants.high());
  double squared_w = 0, difference = 0;
  for (const auto& p : cumulants.pieces) {
    squared_w += p.weight * deviance(2 * p.a * z);
    difference += p.weight * excess(2 * p.a * z);
  }
  const double w = std::copysign(std::sqrt(std::max(0.0, squared_w)), z);
  if (std::abs(w) < 1e-7) {  // at the mean: the limit K''' / (6 K''^1.5)
    double third = 0;
    for (const auto& p : cumulants.pieces) third += 8 * p.weight * std::pow(p.a, 3);
    return normal_upper(third / (6 * std::pow(cumulants.second(0), 1.5)));
  }
  return normal_upper(w + 0.5 * std::log1p(difference / squared_w) / w);
}

double quadratic_form_satterthwaite(std::span<const double> a, double x, double ddf) {
  double sum = 0, squares = 0;
  for (const double v : a) {
    sum += v;
    squares += v * v;
  }
  return f_upper(x / sum, sum * sum / squares, ddf);
}

}  // namespace enkat
