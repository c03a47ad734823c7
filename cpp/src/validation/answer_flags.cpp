// What is known of a question in every row before anything is judged: one pass over each of its columns, with loops
// that vectorise where no cell is missing for a stated reason.
#include <array>

#include "answers.hpp"

namespace enkat::detail {
namespace {

/// The flag of a cell by its kind of missing, without and with a value.
constexpr std::array<std::array<std::uint8_t, 2>, missing_kinds> make_flags() {
  std::array<std::array<std::uint8_t, 2>, missing_kinds> out{};
  for (int k = 0; k < missing_kinds; ++k)
    for (int value = 0; value < 2; ++value) {
      const auto kind = static_cast<Missing>(k);
      const bool is_given = kind == Missing::refused || kind == Missing::no_opinion || value == 1;
      out[static_cast<std::size_t>(k)][static_cast<std::size_t>(value)] = kind == Missing::invalid ? unreadable
                                                                          : is_given               ? answered
                                                                                                   : incomplete;
    }
  return out;
}

/// Adds each row's flag; `has_value(r)` says whether the cell holds one.
template <class HasValue>
void add_flags(const Column& column, std::vector<std::uint8_t>& flags, HasValue&& has_value) {
  static constexpr auto of_kind = make_flags();
  if (column.missing.empty()) {
    for (std::size_t r = 0; r < flags.size(); ++r) flags[r] |= has_value(r) ? answered : incomplete;
  } else {
    for (std::size_t r = 0; r < flags.size(); ++r)
      flags[r] |= of_kind[static_cast<std::size_t>(column.missing[r])][has_value(r) ? 1 : 0];
  }
}

/// Adds the flags of one column, with a loop for its type.
struct AddFlags {
  const Column& column;
  std::vector<std::uint8_t>& flags;

  void operator()(const CategoryColumn& c) const {
    c.codes.visit([&](auto codes) {
      using T = std::remove_const_t<typename decltype(codes)::element_type>;
      if (c.reason.empty())
        add_flags(column, flags, [&](std::size_t r) { return codes[r] != missing_code<T>; });
      else
        add_flags(column, flags, [&](std::size_t r) { return codes[r] != missing_code<T> || c.reason[r] != 0; });
    });
  }
  void operator()(const TextColumn& c) const {
    add_flags(column, flags,
              [&](std::size_t r) { return column.present(static_cast<std::int64_t>(r)) && !c.values[r].empty(); });
  }
  void operator()(const NumberColumn&) const { by_kind(); }
  void operator()(const DateColumn&) const { by_kind(); }
  void operator()(const OptionSetColumn&) const { by_cell(); }
  void operator()(const RankingColumn&) const { by_cell(); }

 private:
  void by_kind() const {
    add_flags(column, flags, [&](std::size_t r) { return column.present(static_cast<std::int64_t>(r)); });
  }
  void by_cell() const {
    add_flags(column, flags, [&](std::size_t r) { return has_value(column, static_cast<std::int64_t>(r)); });
  }
};

}  // namespace

void set_answer_flags(QuestionState& question, std::int64_t rows) {
  if (question.parts.empty()) return;
  question.flags.assign(static_cast<std::size_t>(rows), std::uint8_t{0});
  for (const Part& part : question.parts) std::visit(AddFlags{*part.column, question.flags}, part.column->data);
  if (question.other_text)
    for (std::int64_t r = 0; r < rows; ++r)
      if (given(*question.other_text, r)) question.flags[static_cast<std::size_t>(r)] |= answered;
  for (const std::uint8_t f : question.flags) question.any |= f;
}

}  // namespace enkat::detail
