#include "scales.hpp"

#include <algorithm>

namespace enkat::detail {
namespace {

/// The number for each level of the column: the option's value, else its place among the options with a meaning.
std::vector<double> values_of(const Question& question, const CategoryColumn& column) {
  std::vector<double> out;
  for (std::size_t i = 0; i < column.levels.size(); ++i) {
    const auto option = std::ranges::find(question.options, column.levels[i], &Option::code);
    const bool stated = option != question.options.end() && option->value;
    out.push_back(stated ? *option->value : static_cast<double>(i + 1));
  }
  return out;
}

}  // namespace

std::vector<Scale> scales_of(const State& s) {
  std::vector<Scale> out;
  for (const QuestionState& q : s.questions) {
    if (q.question->type != QuestionType::matrix || q.question->multiple_per_row || q.parts.empty()) continue;
    Scale scale{&q, values_of(*q.question, std::get<CategoryColumn>(q.parts[0].column->data)), 0, 0, {}};
    if (scale.values.empty()) continue;
    const auto [low, high] = std::ranges::minmax(scale.values);
    scale.low = low;
    scale.high = high;
    for (const Part& p : q.parts)
      scale.reversed.push_back(std::ranges::count(q.question->scale_reverse, p.row->code) > 0);
    out.push_back(std::move(scale));
  }
  return out;
}

}  // namespace enkat::detail
