#include <cmath>
#include <utility>

#include "enkat/reading/dates.hpp"
#include "enkat/reading/question_reader.hpp"
#include "value_codes.hpp"

namespace enkat::detail {
namespace {

/// What the readers of single values share: absent cells, encoding, and one conversion that may refuse.
class ValueReader : public QuestionReader {
 public:
  ValueReader(const Question& question, std::string name, int column, std::int64_t rows)
      : QuestionReader(question, std::move(name), rows), column_(column) {}

 protected:
  /// Stores the value of a cell that holds something; false when it is no value, after recording why.
  virtual bool store(ReadContext& context, std::int64_t row, const Cell& cell) = 0;
  [[nodiscard]] int column_of_file() const { return column_; }

 private:
  void read_row(ReadContext& context, std::int64_t row) final {
    const Cell cell = context.cell(row, column_);
    if (const Missing kind = context.absent(cell); kind != Missing::none) return set_missing(row, kind);
    check_encoding(context, row, cell);
    if (!store(context, row, cell)) set_missing(row, Missing::invalid);
  }

  int column_;
};

class NumberReader final : public ValueReader {
 public:
  NumberReader(const Question& question, int column, std::int64_t rows)
      : ValueReader(question, question.id, column, rows), values_(static_cast<std::size_t>(rows)) {}
  void take(std::vector<Column>& columns) override { columns.push_back(column(NumberColumn{std::move(values_)})); }

 private:
  bool store(ReadContext& context, std::int64_t row, const Cell& cell) override {
    const ParsedNumber number = parse_number(cell.text, context.comma);
    if (number.value)
      values_[static_cast<std::size_t>(row)] = *number.value;
    else
      problem(context, row, "number.type", cell.text, number.why_not);
    return number.value.has_value();
  }

  /// Numbers of a dataframe as they lie, where no code of the definition stands for something missing.
  bool read_values(ReadContext& context, std::int64_t first, std::int64_t last) override {
    const FrameColumn* from = context.values(column_of_file());
    if (!from || !context.missing_codes.empty()) return false;
    if (from->kind() != FrameColumn::Kind::whole && from->kind() != FrameColumn::Kind::real) return false;
    const char format = from->arrow().field().format[0];
    each_chunk(from->arrow(), first, last,
               [&](const Chunk& chunk, std::int64_t begin, std::int64_t end, std::int64_t row) {
                 with_values(chunk, format, [&](const auto* v) {
                   const bool nulls = chunk.may_have_nulls();
                   for (std::int64_t i = begin; i < end; ++i, ++row) {
                     const auto value = static_cast<double>(v[i]);
                     if ((nulls && !chunk.is_valid(i)) || std::isnan(value))
                       set_missing(row, Missing::no_answer);
                     else if (std::isinf(value))
                       refuse(context, row);
                     else
                       values_[static_cast<std::size_t>(row)] = value;
                   }
                 });
               });
    return true;
  }

  void refuse(ReadContext& context, std::int64_t row) {
    if (!store(context, row, context.cell(row, column_of_file()))) set_missing(row, Missing::invalid);
  }

  std::vector<double> values_;
};

class DateReader final : public ValueReader {
 public:
  DateReader(const Question& question, int column, std::int64_t rows)
      : ValueReader(question, question.id, column, rows), days_(static_cast<std::size_t>(rows)) {}
  void take(std::vector<Column>& columns) override { columns.push_back(column(DateColumn{std::move(days_)})); }

 private:
  bool store(ReadContext& context, std::int64_t row, const Cell& cell) override {
    const std::optional<Moment> moment = parse_moment(cell.text, context.plan.style.slashes);
    if (moment)
      days_[static_cast<std::size_t>(row)] = day_of(*moment);
    else
      problem(context, row, "date.invalid", cell.text, "expected a calendar date, for example 2023-01-31");
    return moment.has_value();
  }
  std::vector<std::int32_t> days_;
};

/// Text stays as it was written; a time of day is normalised and must be one.
class TextReader final : public ValueReader {
 public:
  TextReader(const Question& question, std::string name, int column, std::int64_t rows, bool time_of_day)
      : ValueReader(question, std::move(name), column, rows),
        values_(static_cast<std::size_t>(rows)),
        time_(time_of_day) {}
  void take(std::vector<Column>& columns) override { columns.push_back(column(TextColumn{std::move(values_)})); }

 private:
  bool store(ReadContext& context, std::int64_t row, const Cell& cell) override {
    std::string& value = values_[static_cast<std::size_t>(row)];
    value = time_ ? parse_time_of_day(cell.text) : std::string(cell.text);
    if (value.empty()) problem(context, row, "date.invalid", cell.text, "expected a time of day, for example 17:30");
    return !value.empty();
  }
  std::vector<std::string> values_;
  bool time_;
};

}  // namespace

void add_value_reader(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows) {
  switch (question.type) {
    case QuestionType::number:
    case QuestionType::rating:
    case QuestionType::calculated:
      out.push_back(std::make_unique<NumberReader>(question, source.column, rows));
      break;
    case QuestionType::date:
      out.push_back(std::make_unique<DateReader>(question, source.column, rows));
      break;
    default:
      out.push_back(std::make_unique<TextReader>(question, question.id, source.column, rows,
                                                 question.type == QuestionType::time));
  }
}

void add_other_reader(Readers& out, const Question& question, int column, std::int64_t rows) {
  out.push_back(std::make_unique<TextReader>(question, question.id + ".other", column, rows, false));
}

}  // namespace enkat::detail
