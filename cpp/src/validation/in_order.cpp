#include <algorithm>
#include <tuple>

#include "block.hpp"

namespace enkat::detail {
namespace {

/// What follows from a cell that is no UTF-8: its text was guessed, so it is not judged further.
bool follows_from_encoding(Rule rule) {
  return rule == Rule::option_unknown || rule == Rule::number_type || rule == Rule::date_invalid ||
         rule == Rule::text_length || rule == Rule::text_pattern || rule == Rule::text_control;
}

/// Findings that would only repeat another one: all but the raggedness of a ragged row, and what is wrong with the
/// value of a misread or routed-away answer. Defects of the file stay.
bool is_consequence(const State& s, const Finding& f) {
  if (f.rule == Rule::file_ragged_row) return false;
  if (s.is(f.row, ragged)) return true;
  if (f.question < 0 || f.rule == Rule::routing_answered_when_hidden || f.rule == Rule::file_encoding ||
      f.rule == Rule::layout_split_mismatch)
    return false;
  const QuestionState& q = s.questions[static_cast<std::size_t>(f.question)];
  return q.is(f.row, hidden) || (q.is(f.row, misread) && follows_from_encoding(f.rule));
}

auto key(const Finding& f) { return std::tuple(f.row, f.question, f.rule, f.check); }

void join(Finding& kept, Finding& other) {
  const auto append = [](std::string& to, const std::string& more) {
    if (!more.empty() && to.find(more) == std::string::npos) to += (to.empty() ? "" : ", ") + more;
  };
  append(kept.value, other.value);
  append(kept.detail, other.detail);
  if (kept.parts.empty() || other.parts.empty())
    kept.parts.clear();
  else
    kept.parts.insert(kept.parts.end(), other.parts.begin(), other.parts.end());
}

}  // namespace

bool comes_before(const Finding& a, const Finding& b) { return key(a) < key(b); }

std::vector<Finding> in_order(State& s) {
  std::erase_if(s.findings, [&](const Finding& f) { return is_consequence(s, f); });
  std::ranges::stable_sort(s.findings, {}, key);
  std::vector<Finding> out;
  out.reserve(s.findings.size());
  for (Finding& f : s.findings) {
    if (!out.empty() && key(out.back()) == key(f))
      join(out.back(), f);
    else
      out.push_back(std::move(f));
  }
  return out;
}

}  // namespace enkat::detail
