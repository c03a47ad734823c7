#pragma once
#include <string_view>

#include "state.hpp"

namespace enkat::detail {

/// Calls f(question, column, row, text) for every open answer that is there: text questions and texts beside options.
template <class F>
void each_open_text(State& s, F&& f) {
  for (QuestionState& q : s.questions) {
    const auto visit = [&](const Column& column) {
      const auto* texts = std::get_if<TextColumn>(&column.data);
      if (!texts) return;
      q.each_answer([&](std::int64_t row) {
        const std::string& text = texts->values[static_cast<std::size_t>(row)];
        if (column.present(row) && !text.empty()) f(q, column, row, std::string_view(text));
      });
    };
    if (q.question->type == QuestionType::text)
      for (const Part& p : q.parts) visit(*p.column);
    if (q.other_text) visit(*q.other_text);
  }
}

}  // namespace enkat::detail
