#include <string>
#include <string_view>

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

}  // namespace

std::string message(const Definition& d, const Finding& f, const std::string& language) {
  if (f.rule == Rule::check) {
    const Check& check = d.checks[static_cast<std::size_t>(f.check)];
    if (const std::string own = in_language(check.message, language, d); !own.empty()) return own;
  }
  std::string text(detail::message_text(f.rule, f.side, f.value.empty(), f.expected.empty(), language));
  const bool says_detail = text.find("{detail}") != std::string::npos;
  // placeholders are filled once each, the free texts last, so that nothing in an answer is taken for a placeholder
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto filled = [&](std::string_view name, const std::string& with) {
      if (text.compare(i, name.size(), name) != 0) return false;
      out += with;
      i += name.size();
      return true;
    };
    const Question* q = f.question < 0 ? nullptr : &d.questions[static_cast<std::size_t>(f.question)];
    if (filled("{value}", f.value) || filled("{expected}", f.expected) || filled("{detail}", f.detail) ||
        filled("{question}", q ? in_language(q->text, language, d) : "") ||
        filled("{check}", f.check < 0 ? "" : d.checks[static_cast<std::size_t>(f.check)].id))
      continue;
    out += text[i++];
  }
  if (!says_detail && !f.detail.empty()) out += " (" + f.detail + ")";
  return out;
}

}  // namespace enkat
