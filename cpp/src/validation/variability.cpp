// Intra-individual response variability: the standard deviation of a record's own scale answers.
//
//   irv = sqrt( sum_j (x_j - xbar)^2 / (k - 1) )      x_j the k answered scale items, not reversed
//
// None for fewer than two answers. Low values mean one answer everywhere, very high ones can mean random answers.
// Source: Dunn, Heggestad, Shanock and Theilgard (2018), Journal of Business and Psychology 33, 105-121.
#include <cmath>

#include "enkat/base/numbers.hpp"
#include "families.hpp"
#include "scales.hpp"

namespace enkat::detail {
namespace {

std::optional<double> deviation(const std::vector<Scale>& scales, std::int64_t row) {
  double n = 0, mean = 0, squares = 0;  // Welford's update: no loss of digits for any origin of the scale
  for (const Scale& scale : scales)
    for (std::size_t p = 0; p < scale.question->parts.size(); ++p) {
      const std::int32_t choice = choice_of(scale, p, row);
      if (choice < 0) continue;
      const double x = scale.values[static_cast<std::size_t>(choice)], d = x - mean;
      mean += d / ++n;
      squares += d * (x - mean);
    }
  if (n < 2) return std::nullopt;
  return std::sqrt(squares / (n - 1));
}

}  // namespace

void judge_variability(State& s, const QualityRules& rules) {
  const std::vector<Scale> scales = scales_of(s);
  s.measures.variability.assign(static_cast<std::size_t>(s.rows()), std::nullopt);
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const auto irv = deviation(scales, r);
    s.measures.variability[static_cast<std::size_t>(r)] = irv;
    if (!irv || !rules.min_variability || *irv >= *rules.min_variability) continue;
    Finding& f = s.report(r, Rule::quality_variability);
    f.value = number_text(std::round(*irv * 1000) / 1000);
    f.expected = number_text(*rules.min_variability);
  }
}

}  // namespace enkat::detail
