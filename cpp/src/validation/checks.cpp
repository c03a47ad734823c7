#include <algorithm>

#include "families.hpp"

namespace enkat::detail {
namespace {

Severity declared(const Check& check) {
  return check.severity == "error" ? Severity::error : check.severity == "info" ? Severity::info : Severity::warning;
}

/// The last question, in the questionnaire's order, that the check reads; -1 when it reads none.
std::int32_t last_question(const State& s, const Check& check) {
  std::int32_t last = -1;
  for (const auto* e : {&check.when, &check.assertion})
    if (*e)
      for (const std::string& name : (*e)->names())
        if (const auto at = s.question_of.find(name); at != s.question_of.end()) last = std::max(last, at->second);
  return last;
}

/// Rows where the check is not judged: an answer that it reads is faulty, or lies after the break of a partial record.
std::vector<std::uint8_t> not_judged(const State& s, const Check& check) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(s.rows()), std::uint8_t{0});
  if (check.when) s.mark_faulty(*check.when, out, unsure);
  s.mark_faulty(*check.assertion, out, unsure);
  const std::int32_t last = last_question(s, check);
  for (const Break& stop : s.breaks)
    if (stop.question < last) out[static_cast<std::size_t>(stop.row)] = unsure;
  return out;
}

/// A missing `when` is false, a missing assertion has passed.
void judge_check(State& s, std::int32_t index) {
  const Check& check = s.definition.checks[static_cast<std::size_t>(index)];
  if (!check.assertion) return;
  const std::vector<Truth> passed = s.evaluate(*check.assertion);
  const std::vector<Truth> applies = check.when ? s.evaluate(*check.when) : std::vector<Truth>{};
  const std::vector<std::uint8_t> skipped = not_judged(s, check);
  for (std::size_t r = 0; r < passed.size(); ++r) {
    if (passed[r] != Truth::no || skipped[r] || (!applies.empty() && applies[r] != Truth::yes)) continue;
    Finding& f = s.report(static_cast<std::int64_t>(r), Rule::check);
    f.check = index;
    f.severity = declared(check);
    f.expected = check.assertion->source;
  }
}

}  // namespace

void judge_checks(State& s) {
  for (std::size_t i = 0; i < s.definition.checks.size(); ++i) judge_check(s, static_cast<std::int32_t>(i));
}

}  // namespace enkat::detail
