#include "enkat/inference/multiplicity.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat {
namespace {

/// Positions of the tests in increasing order of p; equal values keep their order.
std::vector<std::size_t> order_of(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (std::isnan(p[i])) continue;
    if (!(p[i] >= 0 && p[i] <= 1))
      throw Error(ErrorCode::data,
                  "found " + number_text(p[i]) + " at position " + std::to_string(i) +
                      ", expected p values between 0 and 1 (NaN for a test that was not made)",
                  "p");
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

}  // namespace

Adjustment parse_adjustment(std::string_view name) {
  if (name == "none") return Adjustment::none;
  if (name == "bonferroni") return Adjustment::bonferroni;
  if (name == "holm") return Adjustment::holm;
  if (name == "bh" || name == "BH" || name == "fdr" || name == "benjamini_hochberg")
    return Adjustment::benjamini_hochberg;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) + "', expected 'bh' (Benjamini-Hochberg), 'holm', 'bonferroni' or 'none'",
              "method");
}

std::vector<double> adjust_p(std::span<const double> p, Adjustment method) {
  std::vector<double> out(p.begin(), p.end());
  const std::vector<std::size_t> order = order_of(p);
  const std::size_t m = order.size();
  const auto size = static_cast<double>(m);
  double bound = method == Adjustment::benjamini_hochberg ? 1 : 0;
  for (std::size_t k = 0; k < m; ++k) {
    const bool backwards = method == Adjustment::benjamini_hochberg;
    const std::size_t j = backwards ? m - 1 - k : k, i = order[j];
    const auto rank = static_cast<double>(j + 1);
    if (method == Adjustment::bonferroni) out[i] = std::min(1.0, size * p[i]);
    if (method == Adjustment::holm) out[i] = bound = std::max(bound, std::min(1.0, (size - rank + 1) * p[i]));
    if (backwards) out[i] = bound = std::min(bound, size / rank * p[i]);
  }
  return out;
}

}  // namespace enkat
