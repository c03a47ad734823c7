#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/validation/measures.hpp"
#include "enkat/validation/rules.hpp"

namespace enkat {

/// Which of two bounds a value breaks; `none` for rules without bounds.
enum class Side : std::uint8_t { none, below, above };

/// One thing that is wrong, or odd, in one record. There is one finding per row, question and rule.
struct Finding {
  std::int64_t row = 0;        ///< from 0; people see row + 1
  std::int32_t question = -1;  ///< index in Definition::questions; -1: the whole record
  std::int32_t check = -1;     ///< index in Definition::checks, for Rule::check
  Rule rule = Rule::check;
  Severity severity = Severity::error;
  Side side = Side::none;
  std::string value;                ///< what was found, shortened; "" where nothing was
  std::string expected;             ///< the bound, the condition, or the number of the other record
  std::string detail;               ///< matrix rows, items, columns of the file
  std::vector<std::int32_t> parts;  ///< the matrix rows concerned, by index; empty: the whole question
};

/// What validation found, sorted by row, then question (the record itself first), then rule.
struct ValidationReport {
  std::int64_t rows = 0;
  std::vector<Finding> findings;
  Measures measures;  ///< empty without ValidateOptions::quality
};

/// "required.missing", or "check.<id>".
[[nodiscard]] std::string rule_name(const Definition& definition, const Finding& finding);

/// The id of the finding's question; "" when it is about the whole record.
[[nodiscard]] const std::string& question_id(const Definition& definition, const Finding& finding);

/// One sentence about the finding with the value, the bound and the question's text, as plain text (not escaped).
/// English and Swedish; any other language gives English. Texts of the definition are in `language` where they exist.
[[nodiscard]] std::string message(const Definition& definition, const Finding& finding, const std::string& language);

/// The finding without what a respondent wrote in own words, for output that leaves the house.
[[nodiscard]] Finding without_open_answer(const Definition& definition, Finding finding, std::string_view language);

/// What a person can do about it, as one sentence in English or Swedish. A suggestion: nothing is repaired by itself.
[[nodiscard]] std::string_view suggested_repair(Rule rule, std::string_view language);

}  // namespace enkat
