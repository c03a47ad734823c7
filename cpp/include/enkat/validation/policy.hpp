#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/table/responses.hpp"
#include "enkat/validation/finding.hpp"

namespace enkat {

/// What becomes of a record.
enum class Fate : std::uint8_t { accepted, rejected, left_out };

/// What a finding leads to. `superseded`: its answer would be blanked, but the record is not accepted anyway.
enum class Action : std::uint8_t { flag, blank, leave_out, reject, superseded };

[[nodiscard]] constexpr std::string_view name_of(Fate fate) {
  constexpr std::string_view names[] = {"accepted", "rejected", "left_out"};
  return names[static_cast<int>(fate)];
}

[[nodiscard]] constexpr std::string_view name_of(Action action) {
  constexpr std::string_view names[] = {"flag", "blank", "leave_out", "reject", "superseded"};
  return names[static_cast<int>(action)];
}

/// The account of a policy: what was decided about every record and every finding.
struct PolicyResult {
  std::vector<Fate> fates;               ///< one per record
  std::vector<Action> actions;           ///< one per finding of the report
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

}  // namespace enkat
