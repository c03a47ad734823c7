#include <algorithm>

#include "families.hpp"

namespace enkat::detail {
namespace {

/// What an order of items looks like.
struct Shape {
  std::int64_t ranked = 0;  ///< different items
  bool gap = false;         ///< an empty place before a filled one
  std::uint16_t twice = RankingColumn::no_item;
  std::uint16_t unknown = RankingColumn::no_item;
};

Shape shape_of(std::span<const std::uint16_t> order, const std::vector<std::uint8_t>& known) {
  Shape shape;
  bool empty = false;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] == RankingColumn::no_item) {
      empty = true;
      continue;
    }
    shape.gap |= empty;
    if (!known[order[i]]) shape.unknown = order[i];
    if (std::find(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i), order[i]) !=
        order.begin() + static_cast<std::ptrdiff_t>(i))
      shape.twice = order[i];
    else
      ++shape.ranked;
  }
  return shape;
}

void judge_number_of_items(State& s, QuestionState& q, std::int64_t row, std::int64_t ranked) {
  const Question& asked = *q.question;
  const bool few = asked.min_ranked && ranked < *asked.min_ranked;
  const bool many = asked.max_ranked && ranked > *asked.max_ranked;
  if (!few && !many) return;
  Finding& f = s.report(row, q, Rule::ranking_count);
  f.side = few ? Side::below : Side::above;
  f.value = std::to_string(ranked);
  f.expected = std::to_string(few ? *asked.min_ranked : *asked.max_ranked);
}

}  // namespace

void judge_ranking(State& s, QuestionState& q) {
  for (const Part& part : q.parts) {
    const auto& column = std::get<RankingColumn>(part.column->data);
    std::vector<std::uint8_t> known(column.items.size(), 0);
    for (std::size_t j = 0; j < known.size(); ++j)
      known[j] = std::ranges::find(q.question->options, column.items[j], &Option::code) != q.question->options.end();
    q.each_answer([&](std::int64_t row) {
      // an item that is ranked twice, or unknown, leaves its places open: they are no gap and no wrong number
      if (!part.column->present(row) || q.is(row, faulty)) return;
      const Shape shape = shape_of(column.at(row), known);
      const auto report = [&](Rule rule, std::uint16_t item) {
        Finding& f = s.report(row, q, rule);
        f.value = cell_text(*part.column, row);
        if (item != RankingColumn::no_item) f.detail = column.items[item];
      };
      if (shape.unknown != RankingColumn::no_item) report(Rule::option_unknown, shape.unknown);
      if (shape.twice != RankingColumn::no_item) report(Rule::ranking_duplicate_item, shape.twice);
      if (q.is(row, faulty)) return;
      if (shape.gap) report(Rule::ranking_gap, RankingColumn::no_item);
      judge_number_of_items(s, q, row, shape.ranked);
    });
  }
}

}  // namespace enkat::detail
