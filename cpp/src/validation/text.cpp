#include <algorithm>

#include "enkat/base/numbers.hpp"
#include "enkat/base/pattern.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

/// Characters as a person counts them: code points, a line break of two characters as one.
std::int64_t counted_length(std::string_view text) {
  std::int64_t n = static_cast<std::int64_t>(character_count(text));
  for (std::size_t i = text.find("\r\n"); i != std::string_view::npos; i = text.find("\r\n", i + 2)) --n;
  return n;
}

/// Would run as a formula when a spreadsheet opens it. A minus begins ordinary sentences and lists and never counts.
bool begins_formula(std::string_view text) {
  return std::string_view("=+@\t\r").find(text[0]) != std::string_view::npos;
}

/// The first control character (U+0000-001F, U+007F-009F) that is neither a tab nor a line break, or -1.
int control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return c;
    if (c != 0xC2 || i + 1 == text.size()) continue;  // C2 80 to C2 9F; 85 is "next line"
    const auto next = static_cast<unsigned char>(text[i + 1]);
    if (next < 0xA0 && next != 0x85) return next;
  }
  return -1;
}

std::string code_point_name(int c) {
  constexpr char hex[] = "0123456789ABCDEF";
  return std::string("U+00") + hex[c / 16] + hex[c % 16];
}

void judge_content(State& s, QuestionState& q, const Column& column, const TextColumn& texts) {
  q.each_answer([&](std::int64_t row) {
    const std::string& text = texts.values[static_cast<std::size_t>(row)];
    if (!column.present(row) || text.empty()) return;
    if (begins_formula(text)) s.report(row, q, Rule::text_formula).value = preview(text);
    if (const int c = control_character(text); c >= 0) {
      Finding& f = s.report(row, q, Rule::text_control);
      f.value = preview(text);
      f.expected = code_point_name(c);
    }
  });
}

void judge_length(State& s, QuestionState& q, const Column& column, const TextColumn& texts) {
  const Question& asked = *q.question;
  if (!asked.min_length && !asked.max_length) return;
  q.each_answer([&](std::int64_t row) {
    if (!given(column, row) || !column.present(row)) return;
    const std::string& text = texts.values[static_cast<std::size_t>(row)];
    const std::int64_t length = counted_length(text);
    const bool few = asked.min_length && length < *asked.min_length;
    const bool many = asked.max_length && length > *asked.max_length;
    if (!few && !many) return;
    Finding& f = s.report(row, q, Rule::text_length);
    f.side = few ? Side::below : Side::above;
    f.value = preview(text);
    f.expected = std::to_string(few ? *asked.min_length : *asked.max_length);
    f.detail = std::to_string(length);
  });
}

/// Whether a pattern says itself where it begins or ends.
bool has_anchor(std::string_view pattern) {
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\')
      ++i;
    else if (c == '[')
      in_class = true;
    else if (c == ']')
      in_class = false;
    else if (!in_class && (c == '^' || c == '$'))
      return true;
  }
  return false;
}

/// One @ with something before it and a domain behind, no blanks: what no address can do without. Source: the idea of
/// the HTML standard's e-mail state, wider, so that international addresses pass.
bool looks_like_email(std::string_view text) {
  const std::size_t sign = text.rfind('@');
  if (sign == std::string_view::npos || sign == 0 || sign + 1 == text.size()) return false;
  const std::string_view name = text.substr(0, sign), domain = text.substr(sign + 1);
  const bool blank = std::ranges::any_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  const bool quoted = name.front() == '"';
  return !blank && (quoted || name.find('@') == std::string_view::npos) && domain.front() != '.' &&
         domain.back() != '.' && domain.find("..") == std::string_view::npos &&
         domain.find_first_of(",;:()<>") == std::string_view::npos;
}

void judge_pattern(State& s, QuestionState& q, const Column& column, const TextColumn& texts) {
  const std::string& source = q.question->pattern;
  const bool email = q.question->type == QuestionType::email;
  if (source.empty() && !email) return;
  const Pattern pattern = Pattern::compile(source);
  const bool anchored = has_anchor(source);
  q.each_answer([&](std::int64_t row) {
    if (!given(column, row) || !column.present(row)) return;
    const std::string& text = texts.values[static_cast<std::size_t>(row)];
    const bool fits = source.empty() || (anchored ? pattern.search(text) : pattern.full_match(text));
    if (fits && (!email || looks_like_email(text))) return;
    Finding& f = s.report(row, q, Rule::text_pattern);
    f.value = preview(text);
    f.expected = fits ? "name@domain" : source;
  });
}

}  // namespace

void judge_text(State& s, QuestionState& q) {
  const bool texts = q.question->type == QuestionType::text || q.question->type == QuestionType::email;
  if (texts)
    for (const Part& part : q.parts) {
      const auto& column = std::get<TextColumn>(part.column->data);
      judge_content(s, q, *part.column, column);
      judge_length(s, q, *part.column, column);
      judge_pattern(s, q, *part.column, column);
    }
  if (!q.other_text) return;
  if (const auto* column = std::get_if<TextColumn>(&q.other_text->data)) judge_content(s, q, *q.other_text, *column);
}

}  // namespace enkat::detail
