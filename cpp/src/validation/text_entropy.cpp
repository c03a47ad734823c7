// Entropy of an open answer: how many bits a character carries.
//
//   H = - sum_c p_c log2 p_c          p_c share of character c among the first 400
//
// Sentences have about four bits in alphabets and more in other scripts; "hahahahahahaha" has one. Judged from twenty
// characters on, because short texts are low by nature. Says nothing about a language.
// Source: Shannon (1948), Bell System Technical Journal 27.
#include <algorithm>
#include <cmath>

#include "enkat/base/numbers.hpp"
#include "enkat/base/utf8.hpp"
#include "families.hpp"
#include "open_texts.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t least_length = 20, examined = 400;

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size() && out.size() < examined;) out += next_code_point(text, i);
  return out;
}

double entropy(std::u32string c) {
  std::ranges::sort(c);
  double bits = 0;
  for (std::size_t i = 0, j = 0; i < c.size(); i = j) {
    while (j < c.size() && c[j] == c[i]) ++j;
    const double p = static_cast<double>(j - i) / static_cast<double>(c.size());
    bits -= p * std::log2(p);
  }
  return bits;
}

}  // namespace

void judge_text_entropy(State& s, const QualityRules& rules) {
  if (!rules.min_text_entropy) return;
  each_open_text(s, [&](QuestionState& q, const Column&, std::int64_t row, std::string_view text) {
    if (text.size() < least_length) return;
    std::u32string c = characters(text);
    if (c.size() < least_length) return;
    const double bits = entropy(std::move(c));
    if (bits >= *rules.min_text_entropy) return;
    Finding& f = s.report(row, q, Rule::quality_text_entropy);
    f.value = preview(text);
    f.expected = number_text(*rules.min_text_entropy);
    f.detail = number_text(std::round(bits * 100) / 100);
  });
}

}  // namespace enkat::detail
