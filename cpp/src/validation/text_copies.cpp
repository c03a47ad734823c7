// The same open answer in many records: pasted by one hand, or by a machine.
//
// Texts are compared letter by letter after ASCII letters are made small and blanks and ASCII signs are left out;
// answers of fewer than twenty characters are often alike by chance and are not judged.
// Cost: one hash per answer; equal hashes (64 bit) are taken for equal texts.
#include <string>
#include <unordered_map>

#include "block.hpp"
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

/// The text as the file has it.
const std::string& text_of(const State& s, const OpenText& t) {
  const QuestionState& q = s.questions[static_cast<std::size_t>(t.question)];
  const Column& column = t.other ? *q.other_text : *q.parts[0].column;
  return std::get<TextColumn>(column.data).values[static_cast<std::size_t>(t.row)];
}

}  // namespace

std::vector<OpenText> open_texts(State& s, std::int64_t first) {
  std::vector<OpenText> out;
  each_open_text(s, [&](QuestionState& q, const Column& column, std::int64_t row, std::string_view text) {
    if (const std::uint64_t key = text_key(text); key != 0)
      out.push_back({first + row, q.index, &column == q.other_text, key});
  });
  return out;
}

void judge_text_copies(State& s, const QualityRules& rules, const std::vector<BlockResult>& blocks) {
  if (!rules.max_text_copies) return;
  std::unordered_map<std::uint64_t, std::int64_t> records;
  for (const BlockResult& block : blocks)
    for (const OpenText& t : block.texts)
      if (!s.is(t.row, duplicate)) ++records[t.key];  // a repeated record repeats its texts
  for (const BlockResult& block : blocks)
    for (const OpenText& t : block.texts) {
      if (s.is(t.row, duplicate) || records[t.key] <= *rules.max_text_copies) continue;
      Finding& f = s.report(t.row, s.questions[static_cast<std::size_t>(t.question)], Rule::quality_text_copy);
      f.value = preview(text_of(s, t));
      f.expected = std::to_string(*rules.max_text_copies);
      f.detail = std::to_string(records[t.key]);
    }
}

}  // namespace enkat::detail
