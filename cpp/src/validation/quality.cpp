#include "answers.hpp"
#include "families.hpp"
#include "gibberish.hpp"

namespace enkat::detail {
namespace {

QuestionState* question_named(State& s, const std::string& id) {
  const auto at = s.question_of.find(id);
  return at == s.question_of.end() ? nullptr : &s.questions[static_cast<std::size_t>(at->second)];
}

/// At least min_rows rows of a matrix answered, all alike; "no opinion" and refusals are no answers here.
void judge_straightline(State& s, const Straightline& rule) {
  QuestionState* q = question_named(s, rule.question);
  if (!q || q->question->type != QuestionType::matrix) return;
  q->each_answer([&](std::int64_t row) {
    const Column* first = nullptr;
    std::string answer;
    std::int64_t n = 0;
    for (const Part& p : q->parts) {
      if (!p.column->present(row) || !given(*p.column, row)) continue;
      if (!first) {
        first = p.column;
      } else if (!same_answer(*first, *p.column, row)) {
        return;
      }
      ++n;
    }
    if (n < rule.min_rows) return;
    Finding& f = s.report(row, *q, Rule::quality_straightline);
    f.value = cell_text(*first, row);
    f.expected = std::to_string(n);
  });
}

/// A control question was answered, but not as asked: one of the expected codes; exactly them where several may be
/// chosen; the expected number or text for other types.
void judge_attention(State& s, const Attention& rule) {
  QuestionState* q = question_named(s, rule.question);
  if (!q) return;
  std::string expected;
  for (const std::string& code : rule.expected) expected += (expected.empty() ? "" : ", ") + code;
  q->each_answer([&](std::int64_t row) {
    for (const Part& p : q->parts) {
      if (p.column->kind(row) == Missing::invalid || !given(*p.column, row)) continue;
      if (is_expected(*p.column, row, rule.expected)) continue;
      Finding& f = s.report(row, *q, Rule::quality_attention);
      f.value = cell_text(*p.column, row);
      f.expected = expected;
      if (p.row) f.detail = p.row->code;
    }
  });
}

void judge_open_text(State& s, const std::string& question) {
  QuestionState* q = question_named(s, question);
  if (!q) return;
  for (const Part& p : q->parts)
    if (const auto* texts = std::get_if<TextColumn>(&p.column->data))
      q->each_answer([&](std::int64_t row) {
        const std::string& text = texts->values[static_cast<std::size_t>(row)];
        if (p.column->present(row) && is_gibberish(text))
          s.report(row, *q, Rule::quality_open_text).value = preview(text);
      });
}

}  // namespace

void judge_careless(State& s) {
  for (const Straightline& rule : s.definition.quality.straightline) judge_straightline(s, rule);
  for (const Attention& rule : s.definition.quality.attention) judge_attention(s, rule);
  for (const std::string& question : s.definition.quality.open_text) judge_open_text(s, question);
}

}  // namespace enkat::detail
