#include "enkat/validation/finding.hpp"

namespace enkat {

std::string rule_name(const Definition& definition, const Finding& finding) {
  if (finding.rule != Rule::check) return std::string(info(finding.rule).name);
  return "check." + definition.checks[static_cast<std::size_t>(finding.check)].id;
}

const std::string& question_id(const Definition& definition, const Finding& finding) {
  static const std::string none;
  return finding.question < 0 ? none : definition.questions[static_cast<std::size_t>(finding.question)].id;
}

}  // namespace enkat
