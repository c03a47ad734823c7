// Even-odd consistency: do the two halves of every scale say the same?
//
//   a_s, b_s = means of the items of scale s at odd and at even places, reversed items turned round
//   r = correlation of a and b over the scales;   even-odd = 2 r / (1 + r), not below -1      (Spearman-Brown)
//
// A scale counts when both halves have an answer. None for fewer than three scales or halves that do not vary.
// Source: Johnson (2005), Journal of Research in Personality 39; Curran (2016), Journal of Experimental Social
// Psychology 66, 4-19, who calls a low value careless.
#include <algorithm>
#include <cmath>

#include "enkat/base/numbers.hpp"
#include "families.hpp"
#include "scales.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t least_scales = 3;

struct Half {
  double sum = 0, n = 0;
};

/// The means of both halves, or nullopt where one has no answer.
std::optional<std::pair<double, double>> halves(const Scale& scale, std::int64_t row) {
  Half half[2];
  for (std::size_t p = 0; p < scale.question->parts.size(); ++p) {
    const std::int32_t choice = choice_of(scale, p, row);
    if (choice < 0) continue;
    const double x = scale.values[static_cast<std::size_t>(choice)];
    half[p % 2].sum += scale.reversed[p] ? scale.low + scale.high - x : x;
    half[p % 2].n += 1;
  }
  if (half[0].n == 0 || half[1].n == 0) return std::nullopt;
  return std::pair(half[0].sum / half[0].n, half[1].sum / half[1].n);
}

std::optional<double> correlation(const std::vector<std::pair<double, double>>& points) {
  double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (const auto& [a, b] : points) {
    ma += a / static_cast<double>(points.size());
    mb += b / static_cast<double>(points.size());
  }
  for (const auto& [a, b] : points) {
    aa += (a - ma) * (a - ma);
    bb += (b - mb) * (b - mb);
    ab += (a - ma) * (b - mb);
  }
  constexpr double nothing = 1e-12;  // halves that are equal over all scales differ by rounding at most
  if (aa < nothing || bb < nothing) return std::nullopt;
  return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

std::optional<double> even_odd(const std::vector<Scale>& scales, std::int64_t row) {
  std::vector<std::pair<double, double>> points;
  for (const Scale& scale : scales)
    if (const auto pair = halves(scale, row)) points.push_back(*pair);
  if (points.size() < least_scales) return std::nullopt;
  const auto r = correlation(points);
  if (!r) return std::nullopt;
  return *r <= -1.0 / 3 ? -1.0 : 2 * *r / (1 + *r);  // at r = -1/3 the correction reaches -1
}

}  // namespace

void judge_even_odd(State& s, const QualityRules& rules) {
  const std::vector<Scale> scales = scales_of(s);
  s.measures.even_odd.assign(static_cast<std::size_t>(s.rows()), std::nullopt);
  if (scales.size() < least_scales) return;
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const auto consistency = even_odd(scales, r);
    s.measures.even_odd[static_cast<std::size_t>(r)] = consistency;
    if (!consistency || !rules.min_even_odd || *consistency >= *rules.min_even_odd) continue;
    Finding& f = s.report(r, Rule::quality_even_odd);
    f.value = number_text(std::round(*consistency * 1000) / 1000);
    f.expected = number_text(*rules.min_even_odd);
  }
}

}  // namespace enkat::detail
