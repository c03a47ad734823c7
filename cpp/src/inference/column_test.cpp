#include "enkat/inference/column_test.hpp"

#include <cmath>
#include <limits>

#include "enkat/base/distributions.hpp"

namespace enkat {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ColumnTest test_of(double difference, double variance, double df) {
  if (!(variance > 0) || !(df > 0)) return {nan, df, nan};
  const double t = difference / std::sqrt(variance);
  return {t, df, t_two_sided(t, df)};
}

}  // namespace

ColumnTest design_test(double first, double second, double variance, double df) {
  return test_of(first - second, variance, df);
}

ColumnTest dimensions_share_test(const ColumnSide& a, const ColumnSide& b, double shared, bool pooled) {
  const double df = a.n_effective + b.n_effective - shared - 2;
  const auto spread = [](double p) { return p * (1 - p); };
  if (!pooled)
    return test_of(a.estimate - b.estimate, spread(a.estimate) / a.n_effective + spread(b.estimate) / b.n_effective,
                   df);
  const double mean = (a.estimate * a.n_weighted + b.estimate * b.n_weighted) / (a.n_weighted + b.n_weighted);
  const double bases = 1 / a.n_effective + 1 / b.n_effective - 2 * shared / (a.n_effective * b.n_effective);
  return test_of(a.estimate - b.estimate, spread(mean) * bases, df);
}

ColumnTest dimensions_mean_test(const ColumnSide& a, const ColumnSide& b) {
  const double va = a.sd * a.sd / a.n_effective, vb = b.sd * b.sd / b.n_effective;
  const double parts = va * va / static_cast<double>(a.n - 1) + vb * vb / static_cast<double>(b.n - 1);
  return test_of(a.estimate - b.estimate, va + vb, (va + vb) * (va + vb) / parts);
}

}  // namespace enkat
