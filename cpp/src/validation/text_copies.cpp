// The same open answer in many records: pasted by one hand, or by a machine.
//
// Texts are compared letter by letter after ASCII letters are made small and blanks and ASCII signs are left out;
// answers of fewer than twenty characters are often alike by chance and are not judged.
// Cost: one hash per answer; equal hashes (64 bit) are taken for equal texts.
#include <string>
#include <unordered_map>

#include "families.hpp"
#include "open_texts.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t least_length = 20;

/// FNV-1a over what is compared; 0 for a text that is too short.
std::uint64_t text_key(std::string_view text) {
  std::uint64_t h = 0xCBF29CE484222325U;
  std::size_t n = 0;
  for (const char raw : text) {
    auto c = static_cast<unsigned char>(raw);
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c + 32);
    if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) continue;
    h = (h ^ c) * 0x100000001B3U;
    ++n;
  }
  return n < least_length ? 0 : h | 1U;
}

struct Copy {
  QuestionState* question;
  std::int64_t row;
  std::string_view text;
  std::uint64_t key;
};

}  // namespace

void judge_text_copies(State& s, const QualityRules& rules) {
  if (!rules.max_text_copies) return;
  std::vector<Copy> texts;
  std::unordered_map<std::uint64_t, std::int64_t> records;
  each_open_text(s, [&](QuestionState& q, const Column&, std::int64_t row, std::string_view text) {
    const std::uint64_t key = text_key(text);
    if (key == 0 || s.is(row, duplicate)) return;  // a repeated record repeats its texts
    texts.push_back({&q, row, text, key});
    ++records[key];
  });
  for (const Copy& copy : texts) {
    const std::int64_t n = records[copy.key];
    if (n <= *rules.max_text_copies) continue;
    Finding& f = s.report(copy.row, *copy.question, Rule::quality_text_copy);
    f.value = preview(copy.text);
    f.expected = std::to_string(*rules.max_text_copies);
    f.detail = std::to_string(n);
  }
}

}  // namespace enkat::detail
