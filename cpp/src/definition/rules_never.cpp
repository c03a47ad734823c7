// Conditions that can never be met, found before any data are read: questions nobody is asked, checks that never fire
// or always do, and checks that contradict each other. All are warnings: the definition can still be used.
#include "enkat/base/messages.hpp"
#include "rules.hpp"
#include "satisfiable.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t most_checks = 100;  // pairs of checks are compared up to here

/// The goals under which a check is judged and its assertion is `want`.
std::vector<Goal> judged(const Check& check, Want want) {
  std::vector<Goal> out{goal(*check.assertion, want)};
  if (check.when) out.push_back(goal(*check.when, Want::yes));
  return out;
}

void warn_of_routing(const Definition& d, Satisfiability& possible, Problems& problems) {
  for (std::size_t i = 0; i < d.sections.size(); ++i)
    if (d.sections[i].show_if && !possible({goal(*d.sections[i].show_if, Want::yes)}))
      problems.warn_once("/sections/" + std::to_string(i) + "/show_if",
                         "can never be true, so no question of the section is asked");
  for (std::size_t i = 0; i < d.questions.size(); ++i) {
    const Question& q = d.questions[i];
    if (!q.show_if) continue;
    std::vector<Goal> goals{goal(*q.show_if, Want::yes)};
    if (const Section* s = possible.section_of(q); s && s->show_if) goals.push_back(goal(*s->show_if, Want::yes));
    if (!possible(goals))
      problems.warn_once("/questions/" + std::to_string(i) + "/show_if",
                         "can never be true, so the question is never asked");
  }
}

/// Whether the check can be judged at all and can go both ways. A missing answer passes a check, so what always fires
/// does so where its answers are there.
void warn_of_check(const Definition& d, std::size_t i, Satisfiability& possible, Problems& problems) {
  const Check& check = d.checks[i];
  const std::string pointer = "/checks/" + std::to_string(i);
  if (check.when && !possible({goal(*check.when, Want::yes)}))
    problems.warn_once(pointer + "/when", "can never be true, so the check is never judged");
  else if (!possible(judged(check, Want::no)))
    problems.warn_once(pointer + "/assert", "can never be false where it is judged, so the check never fires");
  else if (!possible(judged(check, Want::yes)))
    problems.warn_once(pointer + "/assert", "can never hold where its answers are given, so the check always fires");
}

void warn_of_contradiction(const Definition& d, std::size_t i, std::size_t j, Satisfiability& possible,
                           Problems& problems) {
  const Check &a = d.checks[i], &b = d.checks[j];
  const auto together = [&](Want of_a, Want of_b) {
    std::vector<Goal> goals = judged(a, of_a);
    for (const Goal& g : judged(b, of_b)) goals.push_back(g);
    return possible(goals);
  };
  if (together(Want::yes, Want::yes)) return;
  if (!possible(judged(a, Want::yes)) || !possible(judged(b, Want::yes))) return;  // has its own warning
  // The answers of both may be there at once, and then one of the checks fires.
  if (together(Want::yes, Want::no) || together(Want::no, Want::yes) || together(Want::no, Want::no))
    problems.warn_once("/checks/" + std::to_string(j),
                       "contradicts the check " + in_quotes(a.id) + ": no answers that are given pass both");
}

}  // namespace

void warn_of_conditions_never_met(const Definition& d, Problems& problems) {
  Satisfiability possible(d);
  warn_of_routing(d, possible, problems);
  for (std::size_t i = 0; i < d.checks.size(); ++i)
    if (d.checks[i].assertion) warn_of_check(d, i, possible, problems);
  for (std::size_t j = 0; j < std::min(d.checks.size(), most_checks); ++j)
    for (std::size_t i = 0; i < j; ++i)
      if (d.checks[i].assertion && d.checks[j].assertion) warn_of_contradiction(d, i, j, possible, problems);
}

}  // namespace enkat::detail
