#include "state.hpp"

#include <algorithm>

#include "answers.hpp"
#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

void find_columns(State& s) {
  for (const Column& c : s.responses.columns) s.column_of.emplace(c.name, &c);
  const auto find = [&](const std::string& name) -> const Column* {
    const auto at = s.column_of.find(name);
    return at == s.column_of.end() ? nullptr : at->second;
  };
  for (QuestionState& q : s.questions) {
    const Question& asked = *q.question;
    s.question_of.emplace(asked.id, q.index);
    if (asked.type == QuestionType::note || asked.type == QuestionType::calculated) continue;
    q.other_text = find(asked.id + ".other");
    if (asked.type != QuestionType::matrix) {
      if (const Column* c = find(asked.id)) q.parts.push_back({c, nullptr, 0});
    } else {
      for (std::size_t i = 0; i < asked.rows.size(); ++i)
        if (const Column* c = find(asked.id + "." + asked.rows[i].code))
          q.parts.push_back({c, &asked.rows[i], static_cast<std::int32_t>(i)});
    }
    for (const Part& part : q.parts) check_type(asked, *part.column, s.rows());
  }
}

void find_partial_records(State& s) {
  const auto& submitted = s.responses.meta.submitted;
  for (std::size_t r = 0; r < submitted.size(); ++r) {
    if (submitted[r]) continue;
    const auto row = static_cast<std::int64_t>(r);
    s.mark(row, partial);
    Break stop{row, -1, -1};
    for (const QuestionState& q : s.questions) {
      if (!q.is(row, answered) && !q.is(row, unreadable)) continue;
      stop = {row, q.index, -1};
      for (const Part& p : q.parts)
        if (given(*p.column, row) || p.column->kind(row) == Missing::invalid) stop.part = p.index;
    }
    s.breaks.push_back(stop);
    Finding& f = s.report(row, Rule::unit_breakoff);
    if (stop.question >= 0) f.expected = s.definition.questions[static_cast<std::size_t>(stop.question)].id;
  }
}

/// Every vector of the metadata has one entry per row, or none.
void check_lengths(const Responses& r) {
  const ResponseMeta& m = r.meta;
  const auto check = [&](const auto& values, const char* name) {
    if (!values.empty() && static_cast<std::int64_t>(values.size()) != r.rows)
      throw Error(
          ErrorCode::data,
          "has " + std::to_string(values.size()) + " entries, the table has " + std::to_string(r.rows) + " rows",
          std::string("ResponseMeta::") + name);
  };
  check(m.response_id, "response_id");
  check(m.respondent_ref, "respondent_ref");
  check(m.judged_at, "judged_at");
  check(m.started_at, "started_at");
  check(m.ended_at, "ended_at");
  check(m.duration_seconds, "duration_seconds");
  check(m.language, "language");
  check(m.version, "version");
  check(m.bot_score, "bot_score");
  check(m.submitted, "submitted");
}

/// Takes over what reading saw while it turned cells into values.
void merge_problems(State& s) {
  for (const CellProblem& p : s.responses.problems) {
    const auto rule = rule_named(p.rule);
    if (!rule) throw Error(ErrorCode::data, "rule \"" + p.rule + "\" is not of the closed list", "Responses::problems");
    const auto at = s.question_of.find(p.question);
    if (at == s.question_of.end() && !p.question.empty())
      throw Error(ErrorCode::data, "question \"" + p.question + "\" is not in the definition", "Responses::problems");
    Finding& f = p.question.empty() ? s.report(p.row, *rule)
                                    : s.report(p.row, s.questions[static_cast<std::size_t>(at->second)], *rule);
    f.value = preview(p.value);
    f.detail = p.detail;
    if (*rule == Rule::file_ragged_row) s.mark(p.row, ragged);
    if (*rule == Rule::file_encoding && at != s.question_of.end())
      if (QuestionState& q = s.questions[static_cast<std::size_t>(at->second)]; !q.flags.empty()) q.set(p.row, misread);
  }
}

/// The flags that judging whole records needs, without a look at the answers.
void find_records(State& s) {
  for (const CellProblem& p : s.responses.problems)
    if (p.rule == info(Rule::file_ragged_row).name) s.mark(p.row, ragged);
  const auto& submitted = s.responses.meta.submitted;
  for (std::size_t r = 0; r < submitted.size(); ++r)
    if (!submitted[r]) s.mark(static_cast<std::int64_t>(r), partial);
}

}  // namespace

State::State(const Definition& d, const Responses& r, const ValidateOptions& o, Scope scope,
             std::vector<std::uint8_t> known)
    : definition(d), responses(r), options(o), records(std::move(known)) {
  records.resize(static_cast<std::size_t>(r.rows), std::uint8_t{0});
  questions.resize(d.questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    questions[i].question = &d.questions[i];
    questions[i].index = static_cast<std::int32_t>(i);
  }
  check_lengths(responses);
  find_columns(*this);
  if (scope == Scope::file) {
    find_records(*this);
    return;
  }
  context_ = context_of(responses);
  context_.find = [this](const std::string& name) { return column_for_conditions(name); };
  context_.today = options.today;
  for (QuestionState& q : questions) set_answer_flags(q, rows());
  merge_problems(*this);
  find_partial_records(*this);
}

const Break* State::break_of(std::int64_t row) const {
  if (!is(row, partial)) return nullptr;
  const auto at = std::lower_bound(breaks.begin(), breaks.end(), row,
                                   [](const Break& b, std::int64_t wanted) { return b.row < wanted; });
  return &*at;
}

Finding& State::report(std::int64_t row, Rule rule) {
  Finding& f = findings.emplace_back();
  f.row = row;
  f.rule = rule;
  f.severity = info(rule).severity;
  return f;
}

Finding& State::report(std::int64_t row, QuestionState& question, Rule rule) {
  Finding& f = report(row, rule);
  f.question = question.index;
  // a routed-away answer is absent, which is clear enough to judge what depends on it
  if (f.severity == Severity::error && rule != Rule::routing_answered_when_hidden && !question.flags.empty())
    question.set(row, faulty);
  return f;
}

const Column* State::column_for_conditions(const std::string& name) {
  if (const auto at = routed.find(name); at != routed.end()) return at->second.get();
  if (const auto at = column_of.find(name); at != column_of.end()) return at->second;
  const auto at = question_of.find(name.substr(0, name.find('.')));
  if (at == question_of.end()) return nullptr;
  const Question& asked = definition.questions[static_cast<std::size_t>(at->second)];
  if (asked.type == QuestionType::matrix && name == asked.id) return nullptr;
  return (routed[name] = std::make_unique<Column>(absent_column(asked, name, rows()))).get();
}

void State::mark_faulty(const Expression& expression, std::vector<std::uint8_t>& out, std::uint8_t bit) const {
  for (const std::string& name : expression.names()) {
    const auto at = question_of.find(name);
    if (at == question_of.end()) continue;
    const QuestionState& q = questions[static_cast<std::size_t>(at->second)];
    if (q.none(faulty | unreadable)) continue;
    each_flagged(q.flags, faulty | unreadable, [&](std::int64_t row) {
      if (!q.is(row, hidden)) out[static_cast<std::size_t>(row)] |= bit;
    });
  }
}

}  // namespace enkat::detail
