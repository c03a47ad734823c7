#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include "enkat/base/numbers.hpp"
#include "enkat/reading/question_reader.hpp"
#include "value_codes.hpp"

namespace enkat::detail {
namespace {

/// One option per row: a single-choice question, or one row of a matrix. Options that stand for a kind of missing are
/// no category: they become that kind. T is the narrowest type that holds the codes.
template <class T>
class ChoiceReader final : public QuestionReader {
 public:
  ChoiceReader(const Question& question, std::string name, const OptionCodes& codes, int column, std::int64_t rows)
      : QuestionReader(question, std::move(name), rows), option_of_(codes), column_(column), reason_(rows) {
    for (const Option& option : question.options) {
      kinds_.push_back(missing_of(option.missing));
      const bool level = kinds_.back() == Missing::none;
      level_of_.push_back(static_cast<std::int32_t>(level ? levels_.size() : reasons_.size()));
      (level ? levels_ : reasons_).push_back(option.code);
    }
    if (reasons_.size() > 255) reasons_.clear();  // more than a byte counts: only their kinds are kept
    codes_.assign(static_cast<std::size_t>(rows), missing_code<T>);
  }

  /// The free text of "other" stands where its label would: any text that is no label is it.
  void other_in_place(std::int64_t rows) {
    other_ = other_option(question_.options);
    other_texts_.resize(static_cast<std::size_t>(rows));
  }

  void take(std::vector<Column>& columns) override {
    const auto levels = static_cast<std::int64_t>(levels_.size());
    columns.push_back(column(CategoryColumn{std::move(levels_), Codes(Codes::Narrow(std::move(codes_)), levels),
                                            std::move(reasons_), reason_.take()}));
    if (other_ < 0) return;
    std::vector<Missing> missing(other_texts_.size());
    for (std::size_t i = 0; i < missing.size(); ++i)
      missing[i] = other_texts_[i].empty() ? Missing::no_answer : Missing::none;
    columns.push_back({question_.id + ".other", TextColumn{std::move(other_texts_)}, std::move(missing)});
  }

 private:
  void read_row(ReadContext& context, std::int64_t row) override {
    const Cell cell = context.cell(row, column_);
    if (const Missing kind = context.absent(cell); kind != Missing::none) return set_missing(row, kind);
    check_encoding(context, row, cell);
    const int option = option_of_.find(cell.text);
    if (option != OptionCodes::none) return choose(row, static_cast<std::size_t>(option));
    if (other_ >= 0) {
      other_texts_[static_cast<std::size_t>(row)] = cell.text;
      return choose(row, static_cast<std::size_t>(other_));
    }
    problem(context, row, "option.unknown", cell.text, "expected one of the question's options");
    set_missing(row, Missing::invalid);
  }

  void choose(std::int64_t row, std::size_t option) {
    if (kinds_[option] == Missing::none) {
      codes_[static_cast<std::size_t>(row)] = static_cast<T>(level_of_[option]);
      return;
    }
    set_missing(row, kinds_[option]);
    if (!reasons_.empty()) reason_.set(row, static_cast<std::uint8_t>(level_of_[option] + 1));
  }

  /// Whole numbers and the codes of a dictionary have a table; a row that the table does not settle is read as a cell.
  bool read_values(ReadContext& context, std::int64_t first, std::int64_t last) override {
    const FrameColumn* values = context.values(column_);
    if (!values || values->kind() == FrameColumn::Kind::cells || values->kind() == FrameColumn::Kind::text ||
        values->kind() == FrameColumn::Kind::boolean)
      return false;
    std::call_once(tabulated_, [&] { tabulate(context, *values); });
    if (table_.empty()) return false;
    const char format = values->arrow().field().format[0];
    each_chunk(values->arrow(), first, last,
               [&](const Chunk& chunk, std::int64_t from, std::int64_t to, std::int64_t row) {
                 with_values(chunk, format, [&](const auto* v) { read_chunk(context, chunk, v, from, to, row); });
               });
    return true;
  }

  template <class V>
  void read_chunk(ReadContext& context, const Chunk& chunk, const V* values, std::int64_t from, std::int64_t to,
                  std::int64_t row) {
    T* const out = codes_.data() + row;
    if (table_.look_up(values + from, to - from, out) && !chunk.may_have_nulls()) return;
    for (std::int64_t i = from; i < to; ++i) {
      T& code = out[i - from];
      code = chunk.is_valid(i) ? table_.code_of(values[i]) : ValueCodes<T>::none;
      if (code != ValueCodes<T>::none) continue;
      code = missing_code<T>;
      if (chunk.is_valid(i))
        read_row(context, row + i - from);
      else
        set_missing(row + i - from, Missing::no_answer);
    }
  }

  /// The code of the level that a text stands for; `none` where it is no level, or a code for something missing.
  T code_of(const ReadContext& context, std::string_view text) const {
    const int option = option_of_.find(text);
    const bool plain = option != OptionCodes::none && kinds_[static_cast<std::size_t>(option)] == Missing::none &&
                       context.absent({text}) == Missing::none;
    return plain ? static_cast<T>(level_of_[static_cast<std::size_t>(option)]) : ValueCodes<T>::none;
  }

  void tabulate(const ReadContext& context, const FrameColumn& values) {
    if (values.kind() == FrameColumn::Kind::dictionary) {
      for (const std::string& text : values.dictionary()) table_.codes.push_back(code_of(context, text));
    } else {
      std::vector<std::pair<std::int64_t, T>> known;
      option_of_.each([&](std::string_view text, int) {
        const std::optional<double> number = number_from(text);
        if (!number || std::abs(*number) > 1e6 || number_text(*number) != text) return;
        known.emplace_back(static_cast<std::int64_t>(*number), code_of(context, text));
      });
      if (known.empty()) return;
      const auto [low, high] = std::ranges::minmax(known);
      if (high.first - low.first > 65535) return;
      table_.low = low.first;
      table_.codes.assign(static_cast<std::size_t>(high.first - low.first + 1), ValueCodes<T>::none);
      for (const auto& [number, code] : known) table_.codes[static_cast<std::size_t>(number - low.first)] = code;
    }
    table_.finish();
  }

  const OptionCodes& option_of_;
  int column_;
  int other_ = -1;
  std::vector<std::string> levels_, reasons_;
  std::vector<Missing> kinds_;          // of each option
  std::vector<std::int32_t> level_of_;  // of each option, among the levels or among the reasons
  SparseRows<std::uint8_t> reason_;     // of each row
  std::vector<T> codes_;
  std::vector<std::string> other_texts_;
  std::once_flag tabulated_;
  ValueCodes<T> table_;
};

template <class T>
void add_readers(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows) {
  if (question.type == QuestionType::single) {
    auto reader = std::make_unique<ChoiceReader<T>>(question, question.id, source.codes, source.column, rows);
    if (source.other == source.column && source.other != no_column && other_option(question.options) >= 0)
      reader->other_in_place(rows);
    out.push_back(std::move(reader));
    return;
  }
  for (std::size_t r = 0; r < question.rows.size(); ++r) {
    const int column = r < source.parts.size() ? source.parts[r] : no_column;
    out.push_back(std::make_unique<ChoiceReader<T>>(question, question.id + "." + question.rows[r].code, source.codes,
                                                    column, rows));
  }
}

}  // namespace

/// One code is for missing, and one for what the tables of values do not settle.
void add_choice_readers(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows) {
  const std::size_t options = question.options.size();
  if (options < missing_code<std::uint8_t>)
    add_readers<std::uint8_t>(out, question, source, rows);
  else if (options < missing_code<std::uint16_t>)
    add_readers<std::uint16_t>(out, question, source, rows);
  else
    add_readers<std::uint32_t>(out, question, source, rows);
}

}  // namespace enkat::detail
