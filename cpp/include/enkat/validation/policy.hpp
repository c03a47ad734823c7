#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/table/responses.hpp"
#include "enkat/validation/finding.hpp"

namespace enkat {

/// What becomes of a record.
enum class Fate : std::uint8_t { accepted, rejected, left_out };

/// What a finding leads to. `superseded`: its answer would be blanked, but the record is not accepted anyway.
/// `accept`: the answer is kept as it is and no longer held against the record.
enum class Action : std::uint8_t { flag, blank, leave_out, reject, superseded, accept };

[[nodiscard]] constexpr std::string_view name_of(Fate fate) {
  constexpr std::string_view names[] = {"accepted", "rejected", "left_out"};
  return names[static_cast<int>(fate)];
}

[[nodiscard]] constexpr std::string_view name_of(Action action) {
  constexpr std::string_view names[] = {"flag", "blank", "leave_out", "reject", "superseded", "accept"};
  return names[static_cast<int>(action)];
}

/// One line of a policy: what findings of a rule lead to.
struct PolicyRule {
  std::string rule;      ///< a name of the closed list, "check.<id>", a family such as "quality.*", or "*"
  std::string question;  ///< the line is for this question only; "": for all, and for whole records
  Action action = Action::flag;
};

/// A policy is data: lines over a base. Of the lines that match a finding the most exact decides: one for its question
/// before one for all, a full name before a family, a longer family before a shorter one, and of equals the first.
struct Policy {
  enum class Base : std::uint8_t { standard, flag };  ///< what decides where no line matches
  std::string id = "default";
  Base base = Base::standard;
  std::vector<PolicyRule> rules;
};

/// Reads a policy from JSON: `format` "enkat-policy", `format_version` "0.1", `id`, `base` ("default" or "flag"),
/// `rules` {rule: action}, `questions` {question: {rule: action}}; actions are accept, flag, blank, leave_out, reject.
/// Throws enkat::Error (definition) with the JSON pointer of the place for anything else, for a rule that is none, and
/// for blanking what names no question.
[[nodiscard]] Policy load_policy(std::string_view json);

/// Throws enkat::Error (definition) for a line about a question or check that the definition does not have.
void check_policy(const Policy& policy, const Definition& definition);

/// The account of a policy: what was decided about every record and every finding.
struct PolicyResult {
  std::vector<Fate> fates;               ///< one per record
  std::vector<Action> actions;           ///< one per finding of the report
  std::vector<std::int32_t> decided_by;  ///< one per finding: index in Policy::rules, -1 for the base
  std::int64_t blanked = 0;              ///< answers made invalid in accepted records
  Responses accepted;                    ///< the accepted records; blanked answers are Missing::invalid,
                                         ///< answers that routing did not ask for Missing::not_shown
  std::array<std::int64_t, 3> counts{};  ///< records by Fate; they sum to the records read
};

/// Applies the default policy (docs/user_guide/validation.md):
///
/// - reject the record: outside the window, a repeated identifier (the first is kept), a break-off, a ragged row, any
///   error on the audience question or on a question of a weighting margin;
/// - leave it out, and count it: outside the audience, where the definition says exclude;
/// - blank the answer: every other error about a question;
/// - keep and flag: everything else, and an empty required answer, which has nothing to blank.
[[nodiscard]] PolicyResult apply_default_policy(const Definition& definition, const Responses& responses,
                                                const ValidationReport& report);

/// Applies a policy. Pure: the same records, report and policy give the same result, and nothing given is changed.
[[nodiscard]] PolicyResult apply_policy(const Definition& definition, const Responses& responses,
                                        const ValidationReport& report, const Policy& policy);

}  // namespace enkat
