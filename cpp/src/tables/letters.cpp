#include "enkat/tables/letters.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

/// A column that column k is significantly higher than, and whether at the strong level.
struct Lower {
  std::size_t column;
  bool strong;
};

std::vector<Lower> lower_than(std::size_t k, const std::vector<Comparison>& comparisons, const LetterOptions& options) {
  std::vector<Lower> out;
  for (const Comparison& c : comparisons) {
    if (!(c.p_adjusted <= options.level)) continue;
    const std::size_t higher = c.difference > 0 ? c.a : c.b;
    if (higher == k) out.push_back({c.a == k ? c.b : c.a, c.p_adjusted <= options.strong_level});
  }
  std::sort(out.begin(), out.end(), [](const Lower& x, const Lower& y) { return x.column < y.column; });
  return out;
}

}  // namespace

LetterMethod parse_letter_method(std::string_view name) {
  if (name == "design") return LetterMethod::design;
  if (name == "dimensions") return LetterMethod::dimensions;
  if (name == "dimensions_unpooled") return LetterMethod::dimensions_unpooled;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) + "', expected 'design', 'dimensions' or 'dimensions_unpooled'", "method");
}

bool may_be_tested(double n_effective, double share, const LetterOptions& options) {
  constexpr double rounding = 1 - 1e-9;  // (sum w)^2 / sum w^2 of 30 equal weights may fall short of 30
  if (!(n_effective >= options.min_effective * rounding)) return false;
  return std::isnan(share) || n_effective * std::min(share, 1 - share) >= options.min_expected * rounding;
}

std::string letter_of(std::size_t k) {
  std::string out;
  for (std::size_t rest = k + 1; rest > 0; rest = (rest - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return out;
}

void adjust(std::vector<Comparison>& comparisons, Adjustment method) {
  std::vector<double> p;
  for (const Comparison& c : comparisons) p.push_back(c.test.p);
  const std::vector<double> adjusted = adjust_p(p, method);
  for (std::size_t i = 0; i < comparisons.size(); ++i) comparisons[i].p_adjusted = adjusted[i];
}

std::string letters_of(std::size_t k, const std::vector<Comparison>& comparisons, const LetterOptions& options) {
  const std::vector<Lower> lower = lower_than(k, comparisons, options);
  const bool apart = !lower.empty() && lower.back().column >= 26;
  std::string out;
  for (const Lower& l : lower) {
    std::string letter = letter_of(l.column);
    if (!l.strong)
      for (char& c : letter) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    out += (apart && !out.empty() ? " " : "") + letter;
  }
  return out;
}

std::string letters_text(std::size_t k, const std::vector<Comparison>& comparisons, const LetterOptions& options) {
  std::string out;
  for (const Lower& l : lower_than(k, comparisons, options))
    out += (out.empty() ? "higher than " : ", ") + letter_of(l.column);
  return out;
}

}  // namespace enkat
