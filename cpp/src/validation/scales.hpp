#pragma once
#include <cmath>
#include <vector>

#include "state.hpp"

namespace enkat::detail {

/// A matrix with one answer per row, as the measures of careless answering read it.
struct Scale {
  const QuestionState* question = nullptr;
  std::vector<double> values;          ///< by option: its `value`, else its place from 1
  double low = 0, high = 0;            ///< least and greatest value: a reversed item is low + high - value
  std::vector<std::uint8_t> reversed;  ///< by part
};

/// The matrices that the file carries, in the order of the questionnaire.
[[nodiscard]] std::vector<Scale> scales_of(const State& state);

/// The option chosen in a part, by its place in Scale::values; -1 where none is, or routing did not ask.
[[nodiscard]] inline std::int32_t choice_of(const Scale& scale, std::size_t part, std::int64_t row) {
  const auto& column = std::get<CategoryColumn>(scale.question->parts[part].column->data);
  return scale.question->is(row, hidden) ? -1 : column.codes.at(row);
}

}  // namespace enkat::detail
