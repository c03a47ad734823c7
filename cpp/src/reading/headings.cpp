#include "enkat/reading/headings.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "enkat/reading/encoding.hpp"

namespace enkat::detail {

void HeadingMap::add(std::string_view heading, const Slot& slot) {
  std::vector<Slot>& slots = entries_[normalised_spaces(heading)].slots;
  const bool known = std::any_of(slots.begin(), slots.end(), [&](const Slot& s) {
    return s.question == slot.question && s.kind == slot.kind && s.part == slot.part && s.option == slot.option;
  });
  if (!known) slots.push_back(slot);
}

std::optional<Slot> HeadingMap::take(std::string_view heading) {
  const auto entry = entries_.find(normalised_spaces(heading));
  if (entry == entries_.end() || entry->second.used == entry->second.slots.size()) return std::nullopt;
  return entry->second.slots[entry->second.used++];
}

bool HeadingMap::contains(std::string_view heading) const { return entries_.contains(normalised_spaces(heading)); }

HeadingMap headings_from_texts(const Definition& definition, std::string_view open, std::string_view close,
                               bool items) {
  HeadingMap map;
  for (std::size_t l = 0; l < definition.languages.size(); ++l) {
    for (std::size_t q = 0; q < definition.questions.size(); ++q) {
      const Question& question = definition.questions[q];
      const auto text = question.text.find(definition.languages[l]);
      if (text == question.text.end()) continue;
      Slot slot{.question = static_cast<int>(q), .language = static_cast<int>(l)};
      const bool ranking = items && question.type == QuestionType::ranking;
      if (question.type != QuestionType::matrix) map.add(text->second, slot);
      if (question.type != QuestionType::matrix && !ranking) continue;
      slot.kind = Slot::Kind::part;
      const std::vector<Option>& parts = ranking ? question.options : question.rows;
      for (std::size_t k = 0; k < parts.size(); ++k) {
        slot.part = static_cast<int>(k);
        if (const auto label = parts[k].label.find(definition.languages[l]); label != parts[k].label.end())
          map.add(text->second + std::string(open) + label->second + std::string(close), slot);
      }
    }
  }
  return map;
}

void assign(ReadPlan& plan, const Definition& definition, const Slot& slot, int column) {
  const auto q = static_cast<std::size_t>(slot.question), part = static_cast<std::size_t>(slot.part);
  const Question& question = definition.questions[q];
  QuestionSource& source = plan.questions[q];
  const std::size_t parts = question.type == QuestionType::matrix ? question.rows.size() : question.options.size();
  plan.claim(column);
  switch (slot.kind) {
    case Slot::Kind::whole:
      source.column = column;
      break;
    case Slot::Kind::other:
      source.other = column;
      break;
    case Slot::Kind::part:
      source.parts.resize(parts, no_column);
      source.parts[part] = column;
      break;
    case Slot::Kind::grid:
      source.grid.resize(parts);
      source.grid[part].resize(question.options.size(), no_column);
      source.grid[part][static_cast<std::size_t>(slot.option)] = column;
  }
}

ReadPlan plan_from(const CellTable& cells, const Definition& definition, std::string layout, std::int64_t heading_row) {
  ReadPlan plan;
  plan.layout = std::move(layout);
  for (std::size_t c = 0; c < cells.width(heading_row); ++c)
    plan.headings.push_back(normalised_spaces(cells.at(heading_row, c).text));
  plan.first_row = heading_row + 1;
  plan.questions.resize(definition.questions.size());
  plan.explained.assign(plan.headings.size(), 0);
  return plan;
}

int column_named(const ReadPlan& plan, std::string_view heading, bool any_case) {
  const std::string wanted = any_case ? lower_ascii(heading) : std::string(heading);
  for (std::size_t c = 0; c < plan.headings.size(); ++c)
    if ((any_case ? lower_ascii(plan.headings[c]) : plan.headings[c]) == wanted) return static_cast<int>(c);
  return no_column;
}

std::vector<std::string> languages_by_use(const Definition& definition, const std::vector<int>& matched) {
  std::vector<int> order(definition.languages.size()), uses(definition.languages.size(), 0);
  std::iota(order.begin(), order.end(), 0);
  for (const int l : matched) ++uses[static_cast<std::size_t>(l)];
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return uses[static_cast<std::size_t>(a)] > uses[static_cast<std::size_t>(b)]; });
  std::vector<std::string> out;
  for (const int l : order) out.push_back(definition.languages[static_cast<std::size_t>(l)]);
  return out;
}

}  // namespace enkat::detail
