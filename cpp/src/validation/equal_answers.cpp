// Records with equal answers to every question, at least ten of them, under another identifier or none.
//
// Each block gives one hash per row while its cells are in the cache. Rows whose hash may occur twice are compared cell
// by cell with the first row of that hash, so a collision of hashes costs a comparison and never makes a finding.
#include <algorithm>
#include <unordered_map>

#include "answers.hpp"
#include "block.hpp"
#include "enkat/base/parallel.hpp"
#include "families.hpp"
#include "first_seen.hpp"
#include "key_field.hpp"
#include "row_hasher.hpp"

namespace enkat::detail {
namespace {

/// So many questions must be answered before equal answers are more than chance.
constexpr std::uint8_t least_answered = 10;

/// Rows whose hash another row may have too, ascending.
std::vector<std::int64_t> possible_repeats(const State& s, const std::vector<BlockResult>& blocks) {
  RepeatFilter repeats(s.rows());
  for (const BlockResult& block : blocks)
    for (const std::uint64_t h : block.hashes)
      if (h != 0) repeats.note(h);
  const auto size = std::ssize(blocks[0].hashes);
  std::vector<std::vector<std::int64_t>> found(blocks.size());
  for_blocks(std::ssize(blocks), s.options.threads, [&](std::int64_t b) {
    const std::vector<std::uint64_t>& hashes = blocks[static_cast<std::size_t>(b)].hashes;
    std::vector<std::int64_t> rows(hashes.size());
    std::size_t n = 0;
    for (std::size_t r = 0; r < hashes.size();
         ++r) {  // without a branch: one row in twenty is kept, no one knows which
      rows[n] = b * size + static_cast<std::int64_t>(r);
      n += (hashes[r] != 0) & repeats.may_repeat(hashes[r]);
    }
    rows.resize(n);
    found[static_cast<std::size_t>(b)] = std::move(rows);
  });
  std::vector<std::int64_t> out;
  for (const auto& rows : found) out.insert(out.end(), rows.begin(), rows.end());
  return out;
}

/// What the file holds in a row's unreadable cells, so that two of them can be compared.
std::unordered_map<std::int64_t, std::string> unreadable_texts(const State& s) {
  std::unordered_map<std::int64_t, std::string> out;
  for (const CellProblem& p : s.responses.problems) out[p.row] += p.question + '\x1f' + p.value + '\x1e';
  return out;
}

std::vector<const Column*> answer_columns(const State& s) {
  std::vector<const Column*> out;
  for (const QuestionState& q : s.questions) {
    for (const Part& p : q.parts) out.push_back(p.column);
    if (q.other_text) out.push_back(q.other_text);
  }
  return out;
}

}  // namespace

std::vector<std::uint64_t> answer_hashes(const State& s) {
  const auto rows = static_cast<std::size_t>(s.rows());
  std::vector<std::uint32_t> counts(rows, 0);
  for (const QuestionState& q : s.questions)
    for (std::size_t r = 0; r < q.flags.size(); ++r) counts[r] += (q.flags[r] & (answered | unreadable)) != 0 ? 1U : 0U;
  RowHasher hasher(rows);
  for (const Column* c : answer_columns(s)) hasher.add(*c);
  std::vector<std::uint64_t> hashes = hasher.finish();
  for (std::size_t r = 0; r < rows; ++r) {
    const bool compared = counts[r] >= least_answered && !(s.records[r] & (ragged | repeated_id));
    hashes[r] = compared ? hashes[r] | 1U : 0;
  }
  return hashes;
}

void judge_equal_answers(State& s, const std::vector<BlockResult>& blocks) {
  const std::vector<std::int64_t> rows = possible_repeats(s, blocks);
  if (rows.empty()) return;
  const std::vector<const Column*> columns = answer_columns(s);
  const KeyField id = identifier(s);
  const auto texts = unreadable_texts(s);
  const auto text_of = [&](std::int64_t r) {
    const auto at = texts.find(r);
    return at == texts.end() ? std::string() : at->second;
  };
  const std::size_t size = blocks[0].hashes.size();  // all but the last block have it
  const auto hash_of_row = [&](std::int64_t r) {
    return blocks[static_cast<std::size_t>(r) / size].hashes[static_cast<std::size_t>(r) % size];
  };
  FirstSeen seen(std::ssize(rows));
  for (const std::int64_t r : rows) {
    const std::int64_t first = seen.insert(hash_of_row(r), r, [&](std::int64_t earlier) {
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

}  // namespace enkat::detail
