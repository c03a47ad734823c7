#include <utility>

#include "enkat/reading/question_reader.hpp"

namespace enkat::detail {
namespace {

/// One option per row: a single-choice question, or one row of a matrix. Options that stand for a kind of missing are
/// no category: they become that kind.
class ChoiceReader final : public QuestionReader {
 public:
  ChoiceReader(const Question& question, std::string name, const OptionCodes& codes, int column, std::int64_t rows)
      : QuestionReader(question, std::move(name), rows), option_of_(codes), column_(column) {
    for (const Option& option : question.options) {
      kinds_.push_back(missing_of(option.missing));
      const bool level = kinds_.back() == Missing::none;
      level_of_.push_back(static_cast<std::int32_t>(level ? levels_.size() : reasons_.size()));
      (level ? levels_ : reasons_).push_back(option.code);
    }
    if (reasons_.size() > 255) reasons_.clear();  // more than a byte counts: only their kinds are kept
    codes_.assign(static_cast<std::size_t>(rows), -1);
  }

  /// The free text of "other" stands where its label would: any text that is no label is it.
  void other_in_place(std::int64_t rows) {
    other_ = other_option(question_.options);
    other_texts_.resize(static_cast<std::size_t>(rows));
  }

  void take(std::vector<Column>& columns) override {
    const auto levels = static_cast<std::int64_t>(levels_.size());
    columns.push_back(
        column(CategoryColumn{std::move(levels_), Codes(codes_, levels), std::move(reasons_), std::move(reason_)}));
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
      codes_[static_cast<std::size_t>(row)] = level_of_[option];
      return;
    }
    set_missing(row, kinds_[option]);
    if (reasons_.empty()) return;
    reason_.resize(codes_.size());
    reason_[static_cast<std::size_t>(row)] = static_cast<std::uint8_t>(level_of_[option] + 1);
  }

  const OptionCodes& option_of_;
  int column_;
  int other_ = -1;
  std::vector<std::string> levels_, reasons_;
  std::vector<Missing> kinds_;          // of each option
  std::vector<std::int32_t> level_of_;  // of each option, among the levels or among the reasons
  std::vector<std::uint8_t> reason_;    // of each row; empty until one is chosen
  std::vector<std::int32_t> codes_;
  std::vector<std::string> other_texts_;
};

}  // namespace

void add_choice_readers(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows) {
  if (question.type == QuestionType::single) {
    auto reader = std::make_unique<ChoiceReader>(question, question.id, source.codes, source.column, rows);
    if (source.other == source.column && source.other != no_column && other_option(question.options) >= 0)
      reader->other_in_place(rows);
    out.push_back(std::move(reader));
    return;
  }
  for (std::size_t r = 0; r < question.rows.size(); ++r) {
    const int column = r < source.parts.size() ? source.parts[r] : no_column;
    out.push_back(std::make_unique<ChoiceReader>(question, question.id + "." + question.rows[r].code, source.codes,
                                                 column, rows));
  }
}

}  // namespace enkat::detail
