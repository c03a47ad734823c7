// Item nonresponse, break-off point and completion of every record.
//
//   item nonresponse = 1 - answered / asked          among the items that routing put to the respondent
//   complete: answered / asked >= complete;  partial: >= partial;  else a break-off
//
// An item is a question or a row of a matrix. Routing is judged from the answers; where it reads a faulty answer the
// item counts as asked only if something was answered. A refusal and "no opinion" are answers.
//
// Source: AAPOR, Standard Definitions (2023), "Calculating outcome rates", which leaves the cut-offs to the survey.
#include <algorithm>
#include <cmath>

#include "enkat/base/numbers.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

std::size_t at(std::int64_t row) { return static_cast<std::size_t>(row); }

void count_question(State& s, const QuestionState& q) {
  const auto items = static_cast<std::int32_t>(q.parts.size());
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const std::uint8_t flags = q.flags[at(r)];
    const bool something = flags & (answered | unreadable);
    if ((flags & hidden) || ((flags & unsure) && !something)) continue;
    s.measures.asked[at(r)] += items;
    if (!something) continue;
    s.measures.last[at(r)] = q.index;
    std::int32_t n = items;
    if (flags & incomplete)
      n = static_cast<std::int32_t>(std::ranges::count_if(
          q.parts, [&](const Part& p) { return given(*p.column, r) || p.column->kind(r) == Missing::invalid; }));
    s.measures.answered[at(r)] += n;
  }
}

std::string percent(double share) { return number_text(std::round(share * 1000) / 10); }

}  // namespace

void judge_items(State& s, const QualityRules& rules) {
  Measures& m = s.measures;
  const auto rows = static_cast<std::size_t>(s.rows());
  m.asked.assign(rows, 0);
  m.answered.assign(rows, 0);
  m.last.assign(rows, -1);
  m.completion.assign(rows, Completion::complete);
  for (const QuestionState& q : s.questions)
    if (!q.parts.empty()) count_question(s, q);
  const CompletionCutoffs cut = rules.completion.value_or(CompletionCutoffs{});
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const double share = m.asked[at(r)] == 0 ? 0 : m.answered[at(r)] / static_cast<double>(m.asked[at(r)]);
    m.completion[at(r)] = share >= cut.complete  ? Completion::complete
                          : share >= cut.partial ? Completion::partial
                                                 : Completion::breakoff;
    if (rules.completion && share < cut.complete) {
      Finding& f = s.report(r, Rule::quality_incomplete);
      f.value = percent(share);
      f.expected = percent(cut.complete);
      f.detail = name_of(m.completion[at(r)]);
    }
    if (!rules.max_item_nonresponse || 1 - share <= *rules.max_item_nonresponse) continue;
    Finding& f = s.report(r, Rule::quality_item_nonresponse);
    f.value = percent(1 - share);
    f.expected = percent(*rules.max_item_nonresponse);
  }
}

}  // namespace enkat::detail
