#include "enkat/validation/policy.hpp"

#include <algorithm>

#include "blank.hpp"
#include "enkat/table/select_rows.hpp"
#include "not_shown.hpp"
#include "policy_lines.hpp"

namespace enkat {
namespace {

bool rejects_always(Rule rule) {
  return rule == Rule::window_early || rule == Rule::window_late || rule == Rule::unit_duplicate_id ||
         rule == Rule::unit_breakoff || rule == Rule::file_ragged_row;
}

/// The questions without which a record can be neither placed in the audience nor weighted, by index.
std::vector<std::uint8_t> essential_questions(const Definition& d) {
  std::vector<std::string> ids;
  if (d.audience) ids.push_back(d.audience->question);
  if (d.population)
    for (const PopulationMargin& m : d.population->margins) {
      ids.push_back(m.question);
      ids.insert(ids.end(), m.by.begin(), m.by.end());
    }
  std::vector<std::uint8_t> out(d.questions.size(), std::uint8_t{0});
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::ranges::find(ids, d.questions[i].id) != ids.end();
  return out;
}

Action standard_action(const Definition& d, const Finding& f, const std::vector<std::uint8_t>& essential) {
  if (rejects_always(f.rule)) return Action::reject;
  if (f.rule == Rule::audience_ineligible && d.audience && d.audience->exclude) return Action::leave_out;
  if (f.severity != Severity::error || f.question < 0) return Action::flag;
  if (essential[static_cast<std::size_t>(f.question)]) return Action::reject;
  return f.rule == Rule::required_missing ? Action::flag : Action::blank;  // nothing is there to blank
}

std::vector<Fate> fates_of(const ValidationReport& report, const std::vector<Action>& actions) {
  std::vector<Fate> fates(static_cast<std::size_t>(report.rows), Fate::accepted);
  for (std::size_t i = 0; i < actions.size(); ++i) {
    Fate& fate = fates[static_cast<std::size_t>(report.findings[i].row)];
    if (actions[i] == Action::reject) fate = Fate::rejected;
    if (actions[i] == Action::leave_out && fate == Fate::accepted) fate = Fate::left_out;
  }
  return fates;
}

}  // namespace

PolicyResult apply_default_policy(const Definition& definition, const Responses& responses,
                                  const ValidationReport& report) {
  return apply_policy(definition, responses, report, Policy{});
}

PolicyResult apply_policy(const Definition& definition, const Responses& responses, const ValidationReport& report,
                          const Policy& policy) {
  check_policy(policy, definition);
  const std::vector<std::uint8_t> essential = essential_questions(definition);
  detail::PolicyLines lines(definition, policy);
  PolicyResult out;
  for (const Finding& f : report.findings) {
    const std::int32_t line = lines.deciding(f);
    const bool flags = policy.base == Policy::Base::flag;
    Action action = line >= 0 ? policy.rules[static_cast<std::size_t>(line)].action
                    : flags   ? Action::flag
                              : standard_action(definition, f, essential);
    if (action == Action::blank && f.question < 0) action = Action::flag;  // a family holds rules about whole records
    out.actions.push_back(action);
    out.decided_by.push_back(line);
  }
  out.fates = fates_of(report, out.actions);

  std::vector<std::int64_t> kept, place(out.fates.size(), -1);
  for (std::size_t r = 0; r < out.fates.size(); ++r) {
    ++out.counts[static_cast<std::size_t>(out.fates[r])];
    if (out.fates[r] != Fate::accepted) continue;
    place[r] = static_cast<std::int64_t>(kept.size());
    kept.push_back(static_cast<std::int64_t>(r));
  }
  out.accepted = select_rows(responses, kept);
  detail::Blanks blanks(definition, out.accepted);
  for (std::size_t i = 0; i < out.actions.size(); ++i) {
    if (out.actions[i] != Action::blank) continue;
    const std::int64_t row = place[static_cast<std::size_t>(report.findings[i].row)];
    if (row < 0)
      out.actions[i] = Action::superseded;
    else
      blanks.add(report.findings[i], row);
  }
  out.blanked = blanks.carry_out();
  detail::mark_not_shown(definition, out.accepted);
  out.accepted.problems.clear();  // the cells they were about are blank now
  return out;
}

}  // namespace enkat
