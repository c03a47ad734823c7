#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "enkat/validation/finding.hpp"
#include "message_texts.hpp"

namespace enkat {
namespace {

/// The text in the language, else in the definition's default language, else any; "" when there is none.
std::string in_language(const Text& text, const std::string& language, const Definition& d) {
  for (const std::string& wanted : {language, d.default_language})
    if (const auto at = text.find(wanted); at != text.end()) return at->second;
  return text.empty() ? "" : text.begin()->second;
}

using Field = std::pair<std::string_view, std::string>;

/// The sentence with its placeholders filled once each: nothing in an answer is taken for a placeholder.
std::string filled(std::string_view text, std::span<const Field> fields) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    text.remove_prefix(open);
    const auto field = std::ranges::find_if(fields, [&](const Field& f) { return text.starts_with(f.first); });
    if (field != fields.end()) {
      out += field->second;
      text.remove_prefix(field->first.size());
    } else if (!text.empty()) {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

/// The matrix rows named by details that reading wrote, as "row a: expected ...; row b: ...".
std::string rows_in(const std::string& detail) {
  std::string out;
  for (std::size_t i = 0; i < detail.size();
       i = detail.find("; ", i) == std::string::npos ? detail.size() : detail.find("; ", i) + 2) {
    const std::size_t end = detail.find(": ", i);
    if (detail.compare(i, 4, "row ") == 0 && end != std::string::npos)
      out += (out.empty() ? "" : ", ") + detail.substr(i + 4, end - i - 4);
  }
  return out;
}

bool was_seen_by_reading(Rule rule) {
  return rule == Rule::option_unknown || rule == Rule::number_type || rule == Rule::date_invalid ||
         rule == Rule::ranking_duplicate_item || rule == Rule::ranking_duplicate_position ||
         rule == Rule::ranking_gap || rule == Rule::layout_split_mismatch || rule == Rule::file_encoding ||
         rule == Rule::file_ragged_row;
}

/// What a message says in brackets: codes as they are; of reading's English sentences those that say something new, in
/// other languages the matrix rows alone.
std::string bracketed(const Finding& f, bool english) {
  if (!was_seen_by_reading(f.rule) || f.detail.find(' ') == std::string::npos) return f.detail;
  const bool repeats = f.rule == Rule::option_unknown || f.rule == Rule::file_encoding;
  return english && !repeats ? f.detail : rows_in(f.detail);
}

}  // namespace

std::string message(const Definition& d, const Finding& f, const std::string& language) {
  const Check* check = f.check < 0 ? nullptr : &d.checks[static_cast<std::size_t>(f.check)];
  if (check)
    if (std::string own = in_language(check->message, language, d); !own.empty()) return own;
  const Question* question = f.question < 0 ? nullptr : &d.questions[static_cast<std::size_t>(f.question)];
  const std::pair<std::string_view, std::string> fields[] = {
      {"{value}", f.value},
      {"{expected}", f.expected},
      {"{detail}", f.detail},
      {"{question}", question ? in_language(question->text, language, d) : ""},
      {"{check}", check ? check->id : ""}};
  const std::string_view text = detail::message_text(f.rule, f.side, f.value.empty(), f.expected.empty(), language);
  std::string out = filled(text, fields);
  const bool says_detail = text.find("{detail}") != std::string_view::npos;
  const std::string more = says_detail ? "" : bracketed(f, !detail::is_swedish(language));
  return more.empty() ? out : out + " (" + more + ")";
}

}  // namespace enkat
