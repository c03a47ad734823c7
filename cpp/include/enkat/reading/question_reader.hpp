#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/reading/cells.hpp"
#include "enkat/reading/numbers.hpp"
#include "enkat/reading/plan.hpp"
#include "enkat/table/column.hpp"
#include "enkat/table/responses.hpp"

namespace enkat::detail {

/// What every reader of a question needs while it goes through the rows.
struct ReadContext {
  const CellTable& cells;
  const ReadPlan& plan;
  std::vector<std::int64_t> rows{};             ///< the row of the cell table of each respondent
  std::vector<std::uint8_t> ragged{};           ///< 1: the row has too few or too many cells; none of them is trusted
  TextIndex missing_codes{};                    ///< text of the definition's missing codes -> Missing as int
  std::array<bool, 256> missing_code_starts{};  ///< the first bytes of these texts
  Comma comma = Comma::ambiguous;
  std::vector<CellProblem> problems{};

  [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(rows.size()); }
  [[nodiscard]] Cell cell(std::int64_t row, int column) const {
    return column == no_column ? Cell{}
                               : cells.at(rows[static_cast<std::size_t>(row)], static_cast<std::size_t>(column));
  }
  /// Missing::none when the cell holds an answer; else why it holds none.
  [[nodiscard]] Missing absent(const Cell& cell) const;
  void problem(std::int64_t row, const std::string& question, std::string rule, std::string_view value,
               std::string detail);
};

/// Fills the columns of one question. `read` is called with consecutive blocks of rows, `take` once at the end.
class QuestionReader {
 public:
  QuestionReader(const Question& question, std::string name, std::int64_t rows)
      : question_(question), name_(std::move(name)), missing_(static_cast<std::size_t>(rows), Missing::none) {}
  virtual ~QuestionReader() = default;
  QuestionReader(const QuestionReader&) = delete;
  QuestionReader& operator=(const QuestionReader&) = delete;

  void read(ReadContext& context, std::int64_t first, std::int64_t last);
  virtual void take(std::vector<Column>& columns) = 0;
  /// For a question that the file has no column for: nobody was shown it.
  void mark_not_shown() {
    missing_.assign(missing_.size(), Missing::not_shown);
    not_shown_ = true;
  }
  [[nodiscard]] bool not_shown() const { return not_shown_; }

 protected:
  /// Reads the answer of one row that is not ragged.
  virtual void read_row(ReadContext& context, std::int64_t row) = 0;
  /// Records a finding about a cell of this question; `detail` is preceded by the matrix row it is about.
  void problem(ReadContext& context, std::int64_t row, const char* rule, std::string_view value,
               const std::string& detail);
  /// Records file.encoding when the cell's bytes were no UTF-8.
  void check_encoding(ReadContext& context, std::int64_t row, const Cell& cell);
  void set_missing(std::int64_t row, Missing kind) { missing_[static_cast<std::size_t>(row)] = kind; }
  [[nodiscard]] Column column(ColumnData data);

  const Question& question_;
  std::string name_;
  std::vector<Missing> missing_;
  bool not_shown_ = false;
};

using Readers = std::vector<std::unique_ptr<QuestionReader>>;

/// The readers of a question's columns, in the order of the columns; one file each.
void add_choice_readers(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows);
void add_multi_readers(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows);
void add_ranking_reader(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows);
/// Numbers, ratings, dates, times, and every kind of text.
void add_value_reader(Readers& out, const Question& question, const QuestionSource& source, std::int64_t rows);
/// The free text of "other", as the column "question.other".
void add_other_reader(Readers& out, const Question& question, int column, std::int64_t rows);

}  // namespace enkat::detail
