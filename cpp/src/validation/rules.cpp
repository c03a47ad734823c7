#include "enkat/validation/rules.hpp"

namespace enkat {
namespace {

using enum Severity;

constexpr RuleInfo table[] = {
    {"required.missing", error, true},
    {"option.unknown", error, true},
    {"choice.exclusive", error, true},
    {"choice.count", error, true},
    {"number.type", error, true},
    {"number.range", error, true},
    {"number.decimals", error, true},
    {"number.step", error, true},
    {"date.invalid", error, true},
    {"date.range", error, true},
    {"text.length", error, true},
    {"text.pattern", error, true},
    {"ranking.duplicate_item", error, true},
    {"ranking.duplicate_position", error, true},
    {"ranking.gap", error, true},
    {"ranking.count", error, true},
    {"routing.answered_when_hidden", error, true},
    {"layout.split_mismatch", error, true},
    {"file.encoding", error, true},
    {"unique.repeated", error, true},
    {"window.early", error, false},
    {"window.late", error, false},
    {"unit.duplicate_id", error, false},
    {"meta.duration", error, false},
    {"file.ragged_row", error, false},
    {"other.text_without_option", warning, true},
    {"quality.straightline", warning, true},
    {"quality.attention", warning, true},
    {"quality.open_text", warning, true},
    {"text.formula", warning, true},
    {"text.control", warning, true},
    {"audience.ineligible", warning, true},
    {"unit.duplicate_respondent", warning, false},
    {"unit.duplicate_answers", warning, false},
    {"quality.speeding", warning, false},
    {"quality.bot", warning, false},
    {"meta.language", warning, false},
    {"meta.version", warning, false},
    {"other.option_without_text", info, true},
    {"unit.breakoff", info, false},
    {"quality.incomplete", info, false, true},
    {"quality.item_nonresponse", warning, false, true},
    {"quality.longstring", warning, false, true},
    {"quality.variability", warning, false, true},
    {"quality.even_odd", warning, false, true},
    {"quality.text_entropy", warning, true, true},
    {"quality.text_copy", warning, true, true},
    {"quality.near_duplicate", warning, false, true},
    {"check", warning, false},
};
static_assert(std::size(table) == static_cast<std::size_t>(Rule::check) + 1);

}  // namespace

std::span<const RuleInfo> all_rules() { return table; }

std::optional<Rule> rule_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(table); ++i)
    if (table[i].name == name) return static_cast<Rule>(i);
  return std::nullopt;
}

}  // namespace enkat
