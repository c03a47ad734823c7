#include "answers.hpp"
#include "enkat/base/parallel.hpp"
#include "families.hpp"
#include "first_seen.hpp"
#include "key_field.hpp"

namespace enkat::detail {
namespace {

/// One number per row, equal for equal keys; 0 for a row without the whole key, or that is not to be trusted.
std::vector<std::uint64_t> key_hashes(const State& s, const std::vector<KeyField>& key) {
  std::vector<std::uint64_t> out(static_cast<std::size_t>(s.rows()));
  const std::int64_t lanes = lanes_for(s.rows(), 1);
  for_blocks(lanes, s.options.threads, [&](std::int64_t lane) {
    for (std::int64_t r = lane_begin(lane, lanes, s.rows()); r < lane_begin(lane + 1, lanes, s.rows()); ++r) {
      bool complete = !s.is(r, ragged) && !s.is(r, repeated_id);
      std::uint64_t h = 0;
      for (std::size_t i = 0; complete && i < key.size(); ++i) {
        complete = key[i].present(r);
        h = h * 0x100000001B3U ^ key[i].hash(r);
      }
      out[static_cast<std::size_t>(r)] = complete ? h | 1U : 0;
    }
  });
  return out;
}

/// Reports `rule` for every row whose key equals that of an earlier row and for which `counts(row, earlier)`.
template <class Counts>
void judge_key(State& s, const std::vector<KeyField>& key, Rule rule, RecordFlag flag, Counts&& counts) {
  for (const KeyField& field : key)
    if (!field.known()) return;  // the file does not carry it
  const std::vector<std::uint64_t> hashes = key_hashes(s, key);
  RepeatFilter repeats(s.rows());
  for (const std::uint64_t h : hashes)
    if (h != 0) repeats.note(h);
  std::vector<std::int64_t> rows;
  for (std::int64_t r = 0; r < s.rows(); ++r)
    if (const std::uint64_t h = hashes[static_cast<std::size_t>(r)]; h != 0 && repeats.may_repeat(h)) rows.push_back(r);
  FirstSeen seen(std::ssize(rows));
  for (const std::int64_t r : rows) {
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

}  // namespace

KeyField field_named(const State& s, const std::string& name) {
  const ResponseMeta& meta = s.responses.meta;
  if (name == "response_id") return {&meta.response_id, nullptr};
  if (name == "respondent_ref") return {&meta.respondent_ref, nullptr};
  if (name == "language") return {&meta.language, nullptr};
  if (name == "version") return {&meta.version, nullptr};
  const auto at = s.column_of.find(name);
  return {nullptr, at == s.column_of.end() ? nullptr : at->second};
}

KeyField identifier(const State& s) {
  if (s.definition.unit)
    if (const KeyField field = field_named(s, s.definition.unit->id_field); field.known()) return field;
  return {&s.responses.meta.response_id, nullptr};
}

void judge_identifiers(State& s) {
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
