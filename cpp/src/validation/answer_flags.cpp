// What is known of a question in every row before anything is judged: one pass over each of its columns, with loops
// that vectorise where no cell is missing for a stated reason.
#include "answers.hpp"

namespace enkat::detail {
namespace {

/// Adds each row's flag; `has_value(r)` says whether the cell holds one. Arithmetic on bytes, so that it vectorises.
template <class HasValue>
void add_flags(const Column& column, std::vector<std::uint8_t>& flags, HasValue&& has_value) {
  constexpr std::uint8_t yes = answered, no = incomplete, bad = unreadable;
  const std::size_t rows = flags.size();
  std::uint8_t* const out = flags.data();
  const Missing* const kind = column.missing.data();
  if (column.missing.empty()) {
    for (std::size_t r = 0; r < rows; ++r) out[r] |= has_value(r) ? yes : no;
    return;
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const auto k = static_cast<std::uint8_t>(kind[r]);
    const bool stated =
        (k == static_cast<std::uint8_t>(Missing::refused)) | (k == static_cast<std::uint8_t>(Missing::no_opinion));
    const std::uint8_t readable = (stated | has_value(r)) ? yes : no;
    out[r] |= k == static_cast<std::uint8_t>(Missing::invalid) ? bad : readable;
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
        add_flags(column, flags, [v = codes.data()](std::size_t r) { return v[r] != missing_code<T>; });
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
    if (column.missing.empty())
      add_flags(column, flags, [](std::size_t) { return true; });
    else
      add_flags(column, flags, [k = column.missing.data()](std::size_t r) { return k[r] == Missing::none; });
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
  std::uint8_t any = 0;
  for (const std::uint8_t f : question.flags) any |= f;
  question.any = any;
}

}  // namespace enkat::detail
