#include "enkat/validation/finding.hpp"

#include "message_texts.hpp"

namespace enkat {

std::string rule_name(const Definition& definition, const Finding& finding) {
  if (finding.rule != Rule::check) return std::string(info(finding.rule).name);
  return "check." + definition.checks[static_cast<std::size_t>(finding.check)].id;
}

const std::string& question_id(const Definition& definition, const Finding& finding) {
  static const std::string none;
  return finding.question < 0 ? none : definition.questions[static_cast<std::size_t>(finding.question)].id;
}

Finding without_open_answer(const Definition& definition, Finding f, std::string_view language) {
  if (f.question < 0 || f.value.empty()) return f;
  const QuestionType type = definition.questions[static_cast<std::size_t>(f.question)].type;
  const bool open = type == QuestionType::text || type == QuestionType::email || type == QuestionType::file;
  const bool beside = f.rule == Rule::other_text_without_option || f.rule == Rule::text_formula ||
                      f.rule == Rule::text_control || f.rule == Rule::quality_text_entropy ||
                      f.rule == Rule::quality_text_copy || f.rule == Rule::file_encoding;
  if (open || beside) f.value = detail::is_swedish(language) ? "[öppet svar]" : "[open answer]";
  return f;
}

}  // namespace enkat
