#include "blank.hpp"

#include <algorithm>
#include <iterator>

#include "state.hpp"

namespace enkat::detail {
namespace {

struct Empty {
  const std::vector<std::int64_t>& rows;

  void operator()(CategoryColumn& c) const {
    std::vector<std::int32_t> codes(static_cast<std::size_t>(c.codes.size()));
    for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = c.codes.at(static_cast<std::int64_t>(i));
    for (const std::int64_t r : rows) codes[static_cast<std::size_t>(r)] = -1;
    c.codes = Codes(codes, c.codes.levels());
    if (c.reason.empty()) return;
    for (const std::int64_t r : rows) c.reason[static_cast<std::size_t>(r)] = 0;
  }
  void operator()(NumberColumn& c) const {
    for (const std::int64_t r : rows) c.values[static_cast<std::size_t>(r)] = 0;
  }
  void operator()(TextColumn& c) const {
    for (const std::int64_t r : rows) c.values[static_cast<std::size_t>(r)].clear();
  }
  void operator()(DateColumn& c) const {
    for (const std::int64_t r : rows) c.days[static_cast<std::size_t>(r)] = 0;
  }
  void operator()(OptionSetColumn& c) const { fill(c.words, c.words_per_row(), std::uint64_t{0}); }
  void operator()(RankingColumn& c) const { fill(c.order, c.items.size(), RankingColumn::no_item); }

 private:
  template <class T>
  void fill(std::vector<T>& values, std::size_t width, T with) const {
    for (const std::int64_t r : rows) std::fill_n(values.begin() + r * static_cast<std::int64_t>(width), width, with);
  }
};

/// Whether the text that a finding quotes, perhaps shortened, is this cell's.
bool quotes(const Finding& f, const Column& column, std::int64_t row) {
  constexpr std::size_t compared = 60;
  const std::string text = cell_text(column, row);
  return !text.empty() && std::string_view(f.value).substr(0, compared) == std::string_view(text).substr(0, compared);
}

}  // namespace

Blanks::Blanks(const Definition& definition, Responses& responses)
    : definition_(definition), responses_(responses), rows_(responses.columns.size()) {
  for (std::size_t i = 0; i < responses.columns.size(); ++i) index_.emplace(responses.columns[i].name, i);
}

void Blanks::add_cell(const std::string& column, std::int64_t row) {
  const auto at = index_.find(column);
  if (at == index_.end()) return;
  const Column& c = responses_.columns[at->second];
  if (given(c, row) || c.kind(row) == Missing::invalid) rows_[at->second].push_back(row);
}

void Blanks::add_question(const Question& q, const Finding& f, std::int64_t row) {
  if (q.type != QuestionType::matrix) return add_cell(q.id, row);
  // a matrix cell that could not be read is invalid already: the other rows keep their answers
  if (f.parts.empty() && (f.rule == Rule::option_unknown || f.rule == Rule::file_encoding)) return;
  for (std::size_t i = 0; i < q.rows.size(); ++i)
    if (f.parts.empty() || std::ranges::find(f.parts, static_cast<std::int32_t>(i)) != f.parts.end())
      add_cell(q.id + "." + q.rows[i].code, row);
}

void Blanks::add(const Finding& f, std::int64_t row) {
  const Question& q = definition_.questions[static_cast<std::size_t>(f.question)];
  answers_.emplace_back(row, f.question);
  const auto other = index_.find(q.id + ".other");
  const bool in_other_text =
      f.rule == Rule::file_encoding && other != index_.end() && quotes(f, responses_.columns[other->second], row);
  if (!in_other_text) add_question(q, f, row);
  if (in_other_text || f.rule != Rule::file_encoding) add_cell(q.id + ".other", row);
}

std::int64_t Blanks::carry_out() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].empty()) continue;
    Column& column = responses_.columns[i];
    column.missing.resize(static_cast<std::size_t>(responses_.rows), Missing::none);
    for (const std::int64_t r : rows_[i]) column.missing[static_cast<std::size_t>(r)] = Missing::invalid;
    std::visit(Empty{rows_[i]}, column.data);
  }
  std::ranges::sort(answers_);
  return std::distance(answers_.begin(), std::unique(answers_.begin(), answers_.end()));
}

}  // namespace enkat::detail
