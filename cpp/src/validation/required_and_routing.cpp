#include "answers.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

/// Marks `hidden` where a condition is not true; a missing condition counts as false.
void hide(const std::vector<Truth>& truth, std::vector<std::uint8_t>& flags) {
  constexpr std::uint8_t away = hidden;
  std::uint8_t* const to = flags.data();
  const Truth* const from = truth.data();
  for (std::size_t r = 0, n = flags.size(); r < n; ++r)
    to[r] = static_cast<std::uint8_t>(to[r] | (from[r] != Truth::yes ? away : 0));
}

/// The section's condition, judged once, when the first of its questions is reached.
const std::vector<std::uint8_t>& section_flags(State& s, const Section& section) {
  const auto [at, is_new] = s.section_shown.try_emplace(section.id);
  if (is_new) {
    at->second.assign(static_cast<std::size_t>(s.rows()), std::uint8_t{0});
    hide(s.evaluate(*section.show_if), at->second);
    s.mark_faulty(*section.show_if, at->second, unsure);
  }
  return at->second;
}

std::string condition_text(const Section* section, const Question& question) {
  std::string out;
  if (section && section->show_if) out = section->show_if->source;
  if (question.show_if) out += (out.empty() ? "" : " and ") + question.show_if->source;
  return out;
}

/// The matrix rows that are empty before the break, by index; empty when all of them lie after it.
std::vector<std::int32_t> empty_parts(const QuestionState& q, std::int64_t row, std::int32_t last) {
  std::vector<std::int32_t> out;
  for (const Part& p : q.parts)
    if (!given(*p.column, row) && p.column->kind(row) != Missing::invalid && (last < 0 || p.index < last))
      out.push_back(p.index);
  return out;
}

}  // namespace

void judge_routing(State& s, QuestionState& q) {
  const Question& asked = *q.question;
  const Section* section = s.definition.section_of(asked);
  const bool by_section = section && section->show_if;
  if (q.flags.empty() && asked.type != QuestionType::calculated) return;
  if (!by_section && !asked.show_if) return;

  std::vector<std::uint8_t> routed(static_cast<std::size_t>(s.rows()), std::uint8_t{0});
  if (by_section) routed = section_flags(s, *section);
  if (asked.show_if) {
    hide(s.evaluate(*asked.show_if), routed);
    s.mark_faulty(*asked.show_if, routed, unsure);
  }
  if (q.flags.empty()) {  // calculated: nothing to report, but to know where it is hidden
    q.flags = std::move(routed);
    q.any = hidden | unsure;
    return;
  }
  q.any |= hidden | unsure;
  const std::string condition = condition_text(section, asked);
  constexpr std::uint8_t reported = 128;  // free in `routed`, and only here
  std::uint8_t* const flags = q.flags.data();
  std::uint8_t* const to = routed.data();
  for (std::size_t r = 0, n = routed.size(); r < n; ++r) {  // arithmetic on bytes, so that it vectorises
    const std::uint8_t f = flags[r], way = to[r] & unsure ? static_cast<std::uint8_t>(unsure) : to[r];
    // an invalid cell without a fault was blanked before: nothing is claimed of it
    const bool something = ((f & answered) != 0) | ((f & (unreadable | faulty)) == (unreadable | faulty));
    const bool away = (way & hidden) != 0;
    // absent from now on, so no fault of its value counts
    flags[r] = static_cast<std::uint8_t>((f & (away ? ~faulty : 0xFF)) | way);
    to[r] = away & something ? reported : 0;
  }
  each_flagged(routed, reported, [&](std::int64_t row) {
    Finding& f = s.report(row, q, Rule::routing_answered_when_hidden);
    f.value = answer_text(q, row);
    f.expected = condition;
  });
}

void judge_required(State& s, QuestionState& q) {
  if (!q.question->required || q.none(incomplete)) return;
  each_flagged(q.flags, incomplete, [&](std::int64_t row) {
    if (q.is(row, hidden) || q.is(row, unsure)) return;
    const Break* stop = s.break_of(row);
    if (stop && q.index > stop->question) return;
    const bool matrix = q.question->type == QuestionType::matrix;
    const bool stopped_here = matrix && stop && q.index == stop->question;
    std::vector<std::int32_t> empty = empty_parts(q, row, stopped_here ? stop->part : -1);
    if (empty.empty()) return;
    Finding& f = s.report(row, q, Rule::required_missing);
    if (!matrix) return;
    for (const std::int32_t i : empty)
      f.detail += (f.detail.empty() ? "" : ", ") + q.question->rows[static_cast<std::size_t>(i)].code;
    f.parts = std::move(empty);
  });
}

void settle(State& s, QuestionState& q) {
  if (q.question->type == QuestionType::calculated) {
    auto computed = std::make_unique<Column>(s.compute(*q.question->formula));
    computed->name = q.question->id;
    s.routed[q.question->id] = q.flags.empty() ? std::move(computed) : without(*computed, q.flags, hidden);
    return;
  }
  if (q.none(hidden)) return;
  std::uint8_t away = 0;
  for (const std::uint8_t f : q.flags)
    away |= static_cast<std::uint8_t>((f & hidden ? 0xFF : 0) & f & (answered | unreadable));
  if (away == 0) return;
  for (const Part& p : q.parts) s.routed[p.column->name] = without(*p.column, q.flags, hidden);
}

}  // namespace enkat::detail
