#include <functional>

#include "answers.hpp"
#include "families.hpp"
#include "first_seen.hpp"

namespace enkat::detail {
namespace {

/// So many questions must be answered before equal answers are more than chance.
constexpr int least_answered = 10;

std::uint64_t hash_of(const std::string& text) { return std::hash<std::string>{}(text); }

/// A piece of a key: a field that the survey tool records, or a question.
struct KeyField {
  const std::vector<std::string>* texts = nullptr;
  const Column* column = nullptr;

  [[nodiscard]] bool known() const { return (texts && !texts->empty()) || column; }
  [[nodiscard]] bool present(std::int64_t r) const {
    return texts ? !(*texts)[static_cast<std::size_t>(r)].empty() : given(*column, r);
  }
  [[nodiscard]] bool same(std::int64_t a, std::int64_t b) const {
    return texts ? (*texts)[static_cast<std::size_t>(a)] == (*texts)[static_cast<std::size_t>(b)]
                 : same_cell(*column, a, b);
  }
  void mix(std::vector<std::uint64_t>& hashes) const {
    if (column) return mix_cells(*column, hashes);
    for (std::size_t r = 0; r < hashes.size(); ++r) hashes[r] = hashes[r] * 0x100000001B3U ^ hash_of((*texts)[r]);
  }
};

KeyField field_named(const State& s, const std::string& name) {
  const ResponseMeta& meta = s.responses.meta;
  if (name == "response_id") return {&meta.response_id, nullptr};
  if (name == "respondent_ref") return {&meta.respondent_ref, nullptr};
  if (name == "language") return {&meta.language, nullptr};
  if (name == "version") return {&meta.version, nullptr};
  const auto at = s.column_of.find(name);
  return {nullptr, at == s.column_of.end() ? nullptr : at->second};
}

/// The response's identifier: the definition's field where the file has it, else the layout's.
KeyField identifier(const State& s) {
  if (s.definition.unit)
    if (const KeyField field = field_named(s, s.definition.unit->id_field); field.known()) return field;
  return {&s.responses.meta.response_id, nullptr};
}

/// Reports `rule` for every row whose key equals that of an earlier row and for which `counts(row, earlier)`.
template <class Counts>
void judge_key(State& s, const std::vector<KeyField>& key, Rule rule, RecordFlag flag, Counts&& counts) {
  for (const KeyField& field : key)
    if (!field.known()) return;  // the file does not carry it
  std::vector<std::uint64_t> hashes(static_cast<std::size_t>(s.rows()), 0);
  for (const KeyField& field : key) field.mix(hashes);
  FirstSeen seen(s.rows());
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    bool complete = !s.is(r, ragged) && !s.is(r, repeated_id);
    for (const KeyField& field : key) complete = complete && field.present(r);
    if (!complete) continue;
    const std::int64_t first = seen.insert(hashes[static_cast<std::size_t>(r)], r, [&](std::int64_t earlier) {
      for (const KeyField& field : key)
        if (!field.same(earlier, r)) return false;
      return true;
    });
    if (first == r || !counts(r, first)) continue;
    Finding& f = s.report(r, rule);
    f.expected = std::to_string(first + 1);
    if (key.size() == 1 && key[0].texts) f.value = preview((*key[0].texts)[static_cast<std::size_t>(r)]);
    s.mark(r, flag);
  }
}

/// What the file holds in a row's unreadable cells, so that two of them can be compared.
std::unordered_map<std::int64_t, std::string> unreadable_texts(const State& s) {
  std::unordered_map<std::int64_t, std::string> out;
  for (const CellProblem& p : s.responses.problems) out[p.row] += p.question + '\x1f' + p.value + '\x1e';
  return out;
}

std::vector<int> answered_questions(const State& s) {
  std::vector<int> out(static_cast<std::size_t>(s.rows()), 0);
  for (const QuestionState& q : s.questions)
    for (std::size_t r = 0; r < q.flags.size(); ++r) out[r] += (q.flags[r] & (answered | unreadable)) != 0;
  return out;
}

/// Equal answers to every question, at least ten of them, under another identifier or none.
void judge_equal_answers(State& s, const KeyField& id) {
  std::vector<const Column*> columns;
  for (const QuestionState& q : s.questions) {
    for (const Part& p : q.parts) columns.push_back(p.column);
    if (q.other_text) columns.push_back(q.other_text);
  }
  const std::vector<int> counts = answered_questions(s);
  const auto texts = unreadable_texts(s);
  const auto text_of = [&](std::int64_t r) {
    const auto at = texts.find(r);
    return at == texts.end() ? std::string() : at->second;
  };
  std::vector<std::uint64_t> hashes(static_cast<std::size_t>(s.rows()), 0);
  for (const Column* c : columns) mix_cells(*c, hashes);
  FirstSeen seen(s.rows());
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    if (counts[static_cast<std::size_t>(r)] < least_answered || s.is(r, ragged) || s.is(r, repeated_id)) continue;
    const std::int64_t first = seen.insert(hashes[static_cast<std::size_t>(r)], r, [&](std::int64_t earlier) {
      for (const Column* c : columns)
        if (!same_cell(*c, earlier, r)) return false;
      return text_of(earlier) == text_of(r);
    });
    const bool same_id = id.known() && first != r && id.present(r) && id.same(first, r);
    if (first == r || same_id) continue;
    s.report(r, Rule::unit_duplicate_answers).expected = std::to_string(first + 1);
    s.mark(r, duplicate);
  }
}

}  // namespace

void judge_duplicates(State& s) {
  const KeyField id = identifier(s);
  const auto& unit = s.definition.unit;
  if (!unit || unit->unique) {
    judge_key(s, {id}, Rule::unit_duplicate_id, repeated_id, [](std::int64_t, std::int64_t) { return true; });
    for (std::int64_t r = 0; r < s.rows(); ++r)
      if (s.is(r, repeated_id)) s.mark(r, duplicate);
  }
  const auto other_identifier = [&](std::int64_t r, std::int64_t first) {
    return !id.known() || !id.present(r) || !id.same(first, r);
  };
  if (unit)
    for (const std::vector<std::string>& names : unit->duplicate_keys) {
      std::vector<KeyField> key;
      for (const std::string& name : names) key.push_back(field_named(s, name));
      judge_key(s, key, Rule::unit_duplicate_respondent, duplicate, other_identifier);
    }
  judge_equal_answers(s, id);
}

void judge_unique(State& s, QuestionState& q) {
  if (!q.question->unique || q.flags.empty()) return;
  std::vector<std::uint64_t> hashes(static_cast<std::size_t>(s.rows()), 0);
  for (const Part& p : q.parts) mix_cells(*p.column, hashes);
  FirstSeen seen(s.rows());
  q.each_answer([&](std::int64_t r) {
    // a record that repeats another one's identifier repeats its answers too
    if (q.is(r, unreadable) || s.is(r, ragged) || s.is(r, repeated_id)) return;
    const std::int64_t first = seen.insert(hashes[static_cast<std::size_t>(r)], r, [&](std::int64_t earlier) {
      for (const Part& p : q.parts)
        if (!same_cell(*p.column, earlier, r)) return false;
      return true;
    });
    if (first == r) return;
    Finding& f = s.report(r, q, Rule::unique_repeated);
    f.value = answer_text(q, r);
    f.expected = std::to_string(first + 1);
  });
}

}  // namespace enkat::detail
