#include <algorithm>

#include "families.hpp"

namespace enkat::detail {
namespace {

/// Whether the answer names someone the survey is meant for: one eligible code is enough where several are chosen.
bool is_eligible(const Column& column, std::int64_t row, const std::vector<std::string>& eligible) {
  const auto among = [&](const std::string& code) { return std::ranges::find(eligible, code) != eligible.end(); };
  if (const auto* set = std::get_if<OptionSetColumn>(&column.data)) {
    for (std::size_t j = 0; j < set->options.size(); ++j)
      if (set->has(row, j) && among(set->options[j])) return true;
    return false;
  }
  return among(cell_text(column, row));
}

}  // namespace

void judge_audience(State& s) {
  if (!s.definition.audience) return;
  const auto at = s.question_of.find(s.definition.audience->question);
  if (at == s.question_of.end()) return;
  QuestionState& q = s.questions[static_cast<std::size_t>(at->second)];
  const auto& eligible = s.definition.audience->eligible;
  for (const Part& part : q.parts) {
    const auto* column = std::get_if<CategoryColumn>(&part.column->data);
    std::vector<std::uint8_t> fits;  // per level, so that a million rows compare no texts
    if (column)
      for (const std::string& level : column->levels)
        fits.push_back(std::ranges::find(eligible, level) != eligible.end());
    q.each_answer([&](std::int64_t row) {
      // a refusal, an unknown option or an unreadable cell leaves eligibility open
      if (q.is(row, faulty) || !part.column->present(row) || !given(*part.column, row)) return;
      if (column ? fits[static_cast<std::size_t>(column->codes.at(row))] != 0
                 : is_eligible(*part.column, row, eligible))
        return;
      Finding& f = s.report(row, q, Rule::audience_ineligible);
      f.value = cell_text(*part.column, row);
      if (q.other_text && given(*q.other_text, row)) f.value += " (" + cell_text(*q.other_text, row) + ")";
    });
  }
}

}  // namespace enkat::detail
