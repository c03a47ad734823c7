#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/reading/cells.hpp"
#include "enkat/reading/frame_column.hpp"
#include "enkat/reading/numbers.hpp"
#include "enkat/reading/plan.hpp"
#include "enkat/table/column.hpp"
#include "enkat/table/responses.hpp"

namespace enkat::detail {

/// Where the respondents are in a table of cells.
struct RespondentRows {
  std::int64_t count = 0;
  std::int64_t first = 0;            ///< of the first respondent, where `rows` is empty: they lie one after the other
  std::vector<std::int64_t> rows;    ///< the row of each respondent
  std::vector<std::uint8_t> ragged;  ///< 1: the row has too few or too many cells; none of them is trusted. Empty: none

  [[nodiscard]] std::int64_t row_of(std::int64_t respondent) const {
    return rows.empty() ? first + respondent : rows[static_cast<std::size_t>(respondent)];
  }
  [[nodiscard]] bool is_ragged(std::int64_t respondent) const {
    return !ragged.empty() && ragged[static_cast<std::size_t>(respondent)] != 0;
  }
};

/// What every reader of a question needs while it goes through the rows. Each block of rows has a copy of its own, in
/// which it keeps the problems that it finds.
struct ReadContext {
  const CellTable& cells;
  const ReadPlan& plan;
  const RespondentRows& at;
  const TextIndex& missing_codes;               ///< text of the definition's missing codes -> Missing as int
  std::array<bool, 256> missing_code_starts{};  ///< the first bytes of these texts
  Comma comma = Comma::ambiguous;
  std::vector<CellProblem> problems{};

  [[nodiscard]] std::int64_t count() const { return at.count; }
  [[nodiscard]] Cell cell(std::int64_t row, int column) const {
    return column == no_column ? Cell{} : cells.at(at.row_of(row), static_cast<std::size_t>(column));
  }
  /// The column of a dataframe whose values can be read as they lie: its row is the respondent. Else nullptr.
  [[nodiscard]] const FrameColumn* values(int column) const {
    if (column == no_column || !at.rows.empty() || at.first != 1) return nullptr;
    return cells.frame_column(static_cast<std::size_t>(column));
  }
  /// Missing::none when the cell holds an answer; else why it holds none.
  [[nodiscard]] Missing absent(const Cell& cell) const;
  void problem(std::int64_t row, const std::string& question, std::string rule, std::string_view value,
               std::string detail);
};

/// A value per row of which most columns need none: memory comes with the first one that is set, by whatever thread.
/// Threads may set different rows at once.
template <class T>
class SparseRows {
 public:
  explicit SparseRows(std::int64_t rows) : rows_(static_cast<std::size_t>(rows)) {}
  void set(std::int64_t row, T value) {
    if (!ready_.load(std::memory_order_acquire)) allocate();
    values_[static_cast<std::size_t>(row)] = value;
  }
  [[nodiscard]] T get(std::int64_t row) const {
    return ready_.load(std::memory_order_acquire) ? values_[static_cast<std::size_t>(row)] : T{};
  }
  /// Empty when nothing was set.
  [[nodiscard]] std::vector<T> take() { return std::move(values_); }

 private:
  void allocate() {
    const std::lock_guard lock(mutex_);
    if (ready_.load(std::memory_order_relaxed)) return;
    values_.assign(rows_, T{});
    ready_.store(true, std::memory_order_release);
  }
  std::size_t rows_;
  std::vector<T> values_;
  std::mutex mutex_;
  std::atomic<bool> ready_ = false;
};

/// Fills the columns of one question. `read` is called with blocks of rows, perhaps by several threads at once; `take`
/// once at the end.
class QuestionReader {
 public:
  QuestionReader(const Question& question, std::string name, std::int64_t rows)
      : question_(question), name_(std::move(name)), rows_(rows), missing_(rows) {}
  virtual ~QuestionReader() = default;
  QuestionReader(const QuestionReader&) = delete;
  QuestionReader& operator=(const QuestionReader&) = delete;

  void read(ReadContext& context, std::int64_t first, std::int64_t last);
  virtual void take(std::vector<Column>& columns) = 0;
  /// For a question that the file has no column for: nobody was shown it.
  void mark_not_shown() {
    for (std::int64_t row = 0; row < rows_; ++row) set_missing(row, Missing::not_shown);
    not_shown_ = true;
  }
  [[nodiscard]] bool not_shown() const { return not_shown_; }

 protected:
  /// Reads the answer of one row that is not ragged.
  virtual void read_row(ReadContext& context, std::int64_t row) = 0;
  /// Reads rows from the values of a dataframe; false where that is not possible, and nothing was done.
  virtual bool read_values(ReadContext&, std::int64_t /*first*/, std::int64_t /*last*/) { return false; }
  /// Records a finding about a cell of this question; `detail` is preceded by the matrix row it is about.
  void problem(ReadContext& context, std::int64_t row, const char* rule, std::string_view value,
               const std::string& detail);
  /// Records file.encoding when the cell's bytes were no UTF-8.
  void check_encoding(ReadContext& context, std::int64_t row, const Cell& cell);
  void set_missing(std::int64_t row, Missing kind) { missing_.set(row, kind); }
  [[nodiscard]] bool is_invalid(std::int64_t row) const { return missing_.get(row) == Missing::invalid; }
  [[nodiscard]] Column column(ColumnData data);

  const Question& question_;
  std::string name_;
  std::int64_t rows_;

 private:
  SparseRows<Missing> missing_;
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
