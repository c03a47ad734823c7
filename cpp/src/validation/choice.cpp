#include <algorithm>

#include "families.hpp"

namespace enkat::detail {
namespace {

/// For each level of a column the option that it is, or nullptr.
std::vector<const Option*> options_of(const std::vector<std::string>& levels, const std::vector<Option>& options) {
  std::vector<const Option*> out(levels.size(), nullptr);
  for (std::size_t j = 0; j < levels.size(); ++j) {
    const auto at = std::ranges::find(options, levels[j], &Option::code);
    if (at != options.end()) out[j] = &*at;
  }
  return out;
}

/// The options with a property, as one bit per option of a set column.
template <class Property>
std::vector<std::uint64_t> mask(const std::vector<const Option*>& options, Property&& property) {
  std::vector<std::uint64_t> out((options.size() + 63) / 64, 0);
  for (std::size_t j = 0; j < options.size(); ++j)
    if (property(options[j])) out[j / 64] |= std::uint64_t{1} << (j % 64);
  return out;
}

int chosen(const OptionSetColumn& set, std::int64_t row, const std::vector<std::uint64_t>& among) {
  int n = 0;
  const std::size_t words = set.words_per_row();
  for (std::size_t w = 0; w < words; ++w)
    n += std::popcount(set.words[static_cast<std::size_t>(row) * words + w] & among[w]);
  return n;
}

Finding& report_part(State& s, QuestionState& q, const Part& part, std::int64_t row, Rule rule) {
  Finding& f = s.report(row, q, rule);
  f.value = cell_text(*part.column, row);
  if (part.row) {
    f.detail = part.row->code;
    f.parts = {part.index};
  }
  return f;
}

void judge_categories(State& s, QuestionState& q, const Part& part, const CategoryColumn& column) {
  const auto options = options_of(column.levels, q.question->options);
  if (std::ranges::find(options, nullptr) == options.end()) return;
  q.each_answer([&](std::int64_t row) {
    const std::int32_t code = column.codes.at(row);
    if (code >= 0 && !options[static_cast<std::size_t>(code)]) report_part(s, q, part, row, Rule::option_unknown);
  });
}

struct SetMasks {
  std::vector<std::uint64_t> unknown, exclusive, ordinary, statement;
};

SetMasks masks_of(const std::vector<const Option*>& options) {
  return {mask(options, [](const Option* o) { return !o; }),
          mask(options, [](const Option* o) { return o && o->exclusive; }),
          mask(options, [](const Option* o) { return o && !o->exclusive; }),
          mask(options, [](const Option* o) { return o && !o->missing.empty(); })};
}

void judge_count(State& s, QuestionState& q, const Part& part, std::int64_t row, int ordinary, bool exempt) {
  const Question& asked = *q.question;
  const bool few = !exempt && asked.min_choices && ordinary < *asked.min_choices;
  const bool many = asked.max_choices && ordinary > *asked.max_choices;
  if (!few && !many) return;
  Finding& f = report_part(s, q, part, row, Rule::choice_count);
  f.side = few ? Side::below : Side::above;
  f.expected = std::to_string(few ? *asked.min_choices : *asked.max_choices);
  f.value = std::to_string(ordinary);
}

/// An exclusive option stands alone; it, "no opinion" and refusals are exempt from the least number of choices.
void judge_sets(State& s, QuestionState& q, const Part& part, const OptionSetColumn& column) {
  const SetMasks masks = masks_of(options_of(column.options, q.question->options));
  q.each_answer([&](std::int64_t row) {
    if (!given(*part.column, row) || !part.column->present(row)) return;
    if (chosen(column, row, masks.unknown) > 0) report_part(s, q, part, row, Rule::option_unknown);
    const int exclusive = chosen(column, row, masks.exclusive), ordinary = chosen(column, row, masks.ordinary);
    if (exclusive > 1 || (exclusive == 1 && ordinary > 0)) report_part(s, q, part, row, Rule::choice_exclusive);
    const bool nothing = exclusive + ordinary == 0;  // only a text for "other": nothing is chosen
    if (!nothing && !q.is(row, faulty))
      judge_count(s, q, part, row, ordinary, exclusive + chosen(column, row, masks.statement) > 0);
  });
}

/// Whether an option that takes a text is chosen, for every row.
std::vector<std::uint8_t> takes_text(const QuestionState& q, std::int64_t rows) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(rows), std::uint8_t{0});
  for (const Part& part : q.parts) {
    if (const auto* column = std::get_if<CategoryColumn>(&part.column->data)) {
      const auto options = options_of(column->levels, q.question->options);
      for (std::int64_t r = 0; r < rows; ++r)
        if (const std::int32_t c = column->codes.at(r); c >= 0 && options[static_cast<std::size_t>(c)])
          out[static_cast<std::size_t>(r)] |= options[static_cast<std::size_t>(c)]->other_text;
    } else if (const auto* set = std::get_if<OptionSetColumn>(&part.column->data)) {
      const auto other =
          mask(options_of(set->options, q.question->options), [](const Option* o) { return o && o->other_text; });
      for (std::int64_t r = 0; r < rows; ++r) out[static_cast<std::size_t>(r)] |= chosen(*set, r, other) > 0;
    }
  }
  return out;
}

void judge_other_text(State& s, QuestionState& q) {
  if (!q.other_text || std::ranges::none_of(q.question->options, &Option::other_text)) return;
  const std::vector<std::uint8_t> wanted = takes_text(q, s.rows());
  q.each_answer([&](std::int64_t row) {
    // an unreadable choice or text leaves open which of the two is wrong
    if (q.is(row, unreadable) || q.other_text->kind(row) == Missing::invalid) return;
    const bool text = given(*q.other_text, row), option = wanted[static_cast<std::size_t>(row)] != 0;
    if (text == option) return;
    Finding& f = s.report(row, q, text ? Rule::other_text_without_option : Rule::other_option_without_text);
    f.value = text ? cell_text(*q.other_text, row) : answer_text(q, row);
  });
}

}  // namespace

void judge_choice(State& s, QuestionState& q) {
  for (const Part& part : q.parts) {
    if (const auto* column = std::get_if<CategoryColumn>(&part.column->data)) judge_categories(s, q, part, *column);
    if (const auto* set = std::get_if<OptionSetColumn>(&part.column->data)) judge_sets(s, q, part, *set);
  }
  judge_other_text(s, q);
}

}  // namespace enkat::detail
