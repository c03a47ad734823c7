#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace enkat {

enum class Severity : std::uint8_t { error, warning, info };

[[nodiscard]] constexpr std::string_view name_of(Severity severity) {
  constexpr std::string_view names[] = {"error", "warning", "info"};
  return names[static_cast<int>(severity)];
}

/// Everything validation can find: the closed list of docs/user_guide/validation.md, in the order of a report.
/// `check` stands for check.<id>, one for each of the definition's checks.
enum class Rule : std::uint8_t {
  required_missing,
  option_unknown,
  choice_exclusive,
  choice_count,
  number_type,
  number_range,
  number_decimals,
  number_step,
  date_invalid,
  date_range,
  text_length,
  text_pattern,
  ranking_duplicate_item,
  ranking_duplicate_position,
  ranking_gap,
  ranking_count,
  routing_answered_when_hidden,
  layout_split_mismatch,
  file_encoding,
  unique_repeated,
  window_early,
  window_late,
  unit_duplicate_id,
  meta_duration,
  file_ragged_row,
  other_text_without_option,
  quality_straightline,
  quality_attention,
  quality_open_text,
  text_formula,
  text_control,
  audience_ineligible,
  unit_duplicate_respondent,
  unit_duplicate_answers,
  quality_speeding,
  quality_bot,
  meta_language,
  meta_version,
  other_option_without_text,
  unit_breakoff,
  quality_incomplete,  // from here on judged on request only: QualityRules
  quality_item_nonresponse,
  quality_longstring,
  quality_variability,
  quality_even_odd,
  quality_text_entropy,
  quality_text_copy,
  quality_near_duplicate,
  check
};

/// One line of the closed list.
struct RuleInfo {
  std::string_view name;    ///< "required.missing"; "check" for the definition's own checks
  Severity severity;        ///< for `check` the definition declares it
  bool of_question;         ///< a finding names a question; else it is about the whole record
  bool on_request = false;  ///< judged only where QualityRules states a bound
};

/// The closed list, indexed by Rule.
[[nodiscard]] std::span<const RuleInfo> all_rules();

[[nodiscard]] inline const RuleInfo& info(Rule rule) { return all_rules()[static_cast<std::size_t>(rule)]; }

/// The rule with this name, or nullopt.
[[nodiscard]] std::optional<Rule> rule_named(std::string_view name);

}  // namespace enkat
