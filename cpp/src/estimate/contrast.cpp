#include "enkat/estimate/contrast.hpp"

#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {

Contrast linear_contrast(std::span<const double> coefficients, std::span<const double> estimates) {
  if (coefficients.size() != estimates.size())
    throw Error(ErrorCode::design,
                "found " + std::to_string(coefficients.size()) + " coefficients, expected one for each of " +
                    std::to_string(estimates.size()) + " estimates",
                "contrast");
  Contrast out{0, {coefficients.begin(), coefficients.end()}};
  for (std::size_t i = 0; i < estimates.size(); ++i)
    if (coefficients[i] != 0) out.value += coefficients[i] * estimates[i];
  return out;
}

std::vector<double> contrast_covariance(std::span<const Contrast> contrasts, std::span<const double> v) {
  const std::size_t k = contrasts.size();
  const std::size_t m = k == 0 ? 0 : contrasts[0].gradient.size();
  if (v.size() != m * m)
    throw Error(ErrorCode::design, "the covariance does not have one row per estimate", "contrast");
  std::vector<double> vg(m);
  std::vector<double> out(k * k);
  for (std::size_t b = 0; b < k; ++b) {
    const std::vector<double>& g_b = contrasts[b].gradient;
    for (std::size_t i = 0; i < m; ++i) {
      vg[i] = 0;
      for (std::size_t j = 0; j < m; ++j)
        if (g_b[j] != 0) vg[i] += v[i * m + j] * g_b[j];
    }
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t i = 0; i < m; ++i)
        if (contrasts[a].gradient[i] != 0) out[a * k + b] += contrasts[a].gradient[i] * vg[i];
  }
  return out;
}

}  // namespace enkat
