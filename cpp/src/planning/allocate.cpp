#include "enkat/planning/allocate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "arguments.hpp"

namespace enkat {
namespace {

using detail::expect;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
/// Numbers that should be whole are, within rounding.
constexpr double slack = 1e-9;

void check_column(std::span<const double> values, std::size_t strata, const char* name, const char* why,
                  bool zero_allowed) {
  if (values.empty())
    throw Error(ErrorCode::design, std::string("is missing, expected one value per stratum: ") + why, name);
  if (values.size() != strata)
    throw Error(
        ErrorCode::design,
        "has " + std::to_string(values.size()) + " values, expected " + std::to_string(strata) + ", one per stratum",
        name);
  for (std::size_t h = 0; h < strata; ++h)
    if (!std::isfinite(values[h]) || values[h] < 0 || (values[h] == 0 && !zero_allowed))
      throw Error(ErrorCode::design,
                  "stratum " + std::to_string(h + 1) + ": found " + number_text(values[h]) +
                      (zero_allowed ? ", expected a number of at least 0" : ", expected a number over 0"),
                  name);
}

/// a_h of the header.
std::vector<double> claims(const PlannedStrata& s, const AllocationOptions& o) {
  const std::size_t strata = s.size.size();
  std::vector<double> a(strata, 1);
  if (o.method == AllocationMethod::proportional) a.assign(s.size.begin(), s.size.end());
  if (o.method == AllocationMethod::neyman || o.method == AllocationMethod::optimal) {
    check_column(s.sd, strata, "sd", "the standard deviations", true);
    for (std::size_t h = 0; h < strata; ++h) a[h] = s.size[h] * s.sd[h];
  }
  if (o.method == AllocationMethod::optimal) {
    check_column(s.cost, strata, "cost", "the cost of a unit", false);
    for (std::size_t h = 0; h < strata; ++h) a[h] /= std::sqrt(s.cost[h]);
  }
  if (o.method == AllocationMethod::power) {
    expect(o.exponent >= 0 && o.exponent <= 1, o.exponent, "a number between 0 and 1", "exponent");
    check_column(s.sd, strata, "sd", "the standard deviations", true);
    check_column(s.mean, strata, "mean", "the means, other than 0, for coefficients of variation", false);
    if (!s.measure.empty()) check_column(s.measure, strata, "measure", "the importance of strata", false);
    for (std::size_t h = 0; h < strata; ++h) {
      const double x = s.measure.empty() ? s.size[h] * s.mean[h] : s.measure[h];
      a[h] = s.sd[h] / s.mean[h] * std::pow(x, o.exponent);
    }
  }
  if (std::none_of(a.begin(), a.end(), [](double v) { return v > 0; }))
    throw Error(ErrorCode::design, "is 0 in every stratum, expected a number over 0 in some", "sd");
  return a;
}

struct Bounds {
  std::vector<double> low, high;
};

Bounds bounds_of(const PlannedStrata& s, const AllocationOptions& o) {
  const std::size_t strata = s.size.size();
  expect(o.least >= 0 && std::isfinite(o.least), o.least, "a number of at least 0", "least");
  Bounds b{std::vector<double>(strata), std::vector<double>(s.size.begin(), s.size.end())};
  if (!o.minimum.empty()) check_column(o.minimum, strata, "minimum", "the least sizes", true);
  if (!o.maximum.empty()) check_column(o.maximum, strata, "maximum", "the largest sizes", true);
  for (std::size_t h = 0; h < strata; ++h) {
    if (!o.maximum.empty()) b.high[h] = std::min(b.high[h], o.maximum[h]);
    b.high[h] = std::floor(b.high[h] + slack);
    b.low[h] = std::ceil((o.minimum.empty() ? std::min(o.least, b.high[h]) : o.minimum[h]) - slack);
    if (b.low[h] > b.high[h])
      throw Error(ErrorCode::design,
                  "stratum " + std::to_string(h + 1) + ": found " + number_text(b.low[h]) +
                      ", expected at most its largest size, " + number_text(b.high[h]),
                  "minimum");
  }
  return b;
}

/// The factor k at which sum price_h min(high_h, max(low_h, k a_h)) is `total`. The sum is linear between the points at
/// which a stratum leaves or reaches a bound, so these are sorted and passed one after another.
std::vector<double> within_bounds(const std::vector<double>& a, const Bounds& b, std::span<const double> price,
                                  double total) {
  struct Point {
    double k, slope;
  };
  std::vector<Point> points;
  double sum = 0;
  for (std::size_t h = 0; h < a.size(); ++h) {
    sum += price[h] * b.low[h];
    if (a[h] <= 0 || b.high[h] <= b.low[h]) continue;
    points.push_back({b.low[h] / a[h], price[h] * a[h]});
    points.push_back({b.high[h] / a[h], -price[h] * a[h]});
  }
  std::sort(points.begin(), points.end(), [](const Point& x, const Point& y) { return x.k < y.k; });
  double slope = 0, k = 0;
  for (const Point& p : points) {
    const double next = sum + slope * (p.k - k);
    if (next >= total) break;
    sum = next;
    k = p.k;
    slope += p.slope;
  }
  if (slope > 0) k += (total - sum) / slope;
  std::vector<double> n(a.size());
  for (std::size_t h = 0; h < a.size(); ++h) n[h] = std::min(b.high[h], std::max(b.low[h], k * a[h]));
  return n;
}

/// Largest remainders: every size rounded down, then one more where most was cut, while `left` pays for it.
std::vector<std::int64_t> rounded(const std::vector<double>& exact, const Bounds& b, std::span<const double> price,
                                  double total) {
  std::vector<std::int64_t> n(exact.size());
  std::vector<std::pair<double, std::size_t>> cut;
  double left = total;
  for (std::size_t h = 0; h < exact.size(); ++h) {
    const double whole = std::max(std::floor(exact[h] + slack), b.low[h]);
    n[h] = static_cast<std::int64_t>(whole);
    left -= price[h] * whole;
    if (whole + 1 <= b.high[h] + slack) cut.emplace_back(whole - exact[h], h);
  }
  std::sort(cut.begin(), cut.end());
  for (const auto& [by, h] : cut) {
    if (by >= -slack || price[h] > left + slack * total) continue;
    ++n[h];
    left -= price[h];
  }
  return n;
}

void check_total(const std::vector<double>& a, const Bounds& b, std::span<const double> price, double total,
                 bool money) {
  double least = 0, most = 0;
  for (std::size_t h = 0; h < price.size(); ++h) {
    least += price[h] * b.low[h];
    most += price[h] * (a[h] > 0 ? b.high[h] : b.low[h]);
  }
  const char* name = money ? "budget" : "n";
  if (total < least * (1 - slack))
    throw Error(ErrorCode::design,
                "found " + number_text(total) + ", expected at least " + number_text(least) +
                    ": the least sizes of the strata together",
                name);
  if (!money && total > most * (1 + slack))
    throw Error(ErrorCode::design,
                "found " + number_text(total) + ", expected at most " + number_text(most) +
                    ": the largest sizes of the strata together (the least of "
                    "one without spread)",
                name);
}

double se_of_mean(const PlannedStrata& s, const std::vector<std::int64_t>& n) {
  if (s.sd.size() != s.size.size()) return nan;
  const double all = std::accumulate(s.size.begin(), s.size.end(), 0.0);
  double v = 0;
  for (std::size_t h = 0; h < n.size(); ++h) {
    if (s.sd[h] == 0) continue;
    const double w = s.size[h] / all * s.sd[h];
    v += w * w * (1 / static_cast<double>(n[h]) - 1 / s.size[h]);
  }
  return std::sqrt(std::max(0.0, v));
}

}  // namespace

AllocationMethod parse_allocation(std::string_view name) {
  if (name == "equal") return AllocationMethod::equal;
  if (name == "proportional") return AllocationMethod::proportional;
  if (name == "neyman") return AllocationMethod::neyman;
  if (name == "optimal") return AllocationMethod::optimal;
  if (name == "power" || name == "bankier") return AllocationMethod::power;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) + "', expected 'equal', 'proportional', 'neyman', 'optimal' or 'power'",
              "method");
}

Allocation allocate(const PlannedStrata& strata, const AllocationOptions& o) {
  if (strata.size.empty()) throw Error(ErrorCode::design, "there is no stratum, expected at least one", "size");
  check_column(strata.size, strata.size.size(), "size", "the units of strata", false);
  if ((o.n > 0) == (o.budget > 0))
    throw Error(ErrorCode::design, "expected one of n, the size of the sample, and budget, a sum of money", "n");
  if (!strata.cost.empty() || o.budget > 0)
    check_column(strata.cost, strata.size.size(), "cost", "the cost of a unit", false);
  const bool money = o.budget > 0;
  if (!money) expect(std::isfinite(o.n) && o.n == std::floor(o.n), o.n, "a whole number", "n");
  const double total = money ? o.budget : o.n;
  const std::vector<double> ones(strata.size.size(), 1);
  const std::span<const double> price = money ? strata.cost : std::span<const double>(ones);
  const std::vector<double> a = claims(strata, o);
  const Bounds b = bounds_of(strata, o);
  check_total(a, b, price, total, money);
  Allocation out;
  out.exact = within_bounds(a, b, price, total);
  out.n = rounded(out.exact, b, price, total);
  out.cost = nan;
  if (!strata.cost.empty()) {
    out.cost = 0;
    for (std::size_t h = 0; h < out.n.size(); ++h) out.cost += strata.cost[h] * static_cast<double>(out.n[h]);
  }
  out.se_mean = se_of_mean(strata, out.n);
  return out;
}

}  // namespace enkat
