#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "enkat/table/evaluate.hpp"
#include "enkat/validation/validate.hpp"

namespace enkat::detail {

/// What is known of one question in one row; bits of QuestionState::flags.
enum AnswerFlag : std::uint8_t {
  answered = 1,    ///< something is given: an answer, a refusal, a text for "other"
  incomplete = 2,  ///< the answer, or a row of the matrix, is empty
  unreadable = 4,  ///< a cell holds something that is no value
  hidden = 8,      ///< routing asks not for this question here; what is given counts as absent
  faulty = 16,     ///< an error about the question was reported here
  unsure = 32,     ///< the routing reads a faulty answer: neither shown nor hidden is claimed
  misread = 64     ///< a cell is no UTF-8
};

/// What is known of one record; bits of State::records.
enum RecordFlag : std::uint8_t {
  ragged = 1,     ///< its cells cannot be trusted to stand under their headings
  partial = 2,    ///< not submitted
  outside = 4,    ///< outside the fieldwork window
  duplicate = 8,  ///< one of the unit.duplicate_* findings
  repeated_id = 16
};

/// One column of a question: the question's own, or that of one row of a matrix.
struct Part {
  const Column* column = nullptr;
  const Option* row = nullptr;  ///< matrix only
  std::int32_t index = 0;       ///< of the row in Question::rows
};

struct QuestionState {
  const Question* question = nullptr;
  std::int32_t index = 0;
  std::vector<Part> parts;  ///< empty when the file has no column of the question: then nothing is judged
  const Column* other_text = nullptr;
  std::vector<std::uint8_t> flags;  ///< one per row; empty without parts
  std::uint8_t any = 0;             ///< every bit that some row may have: what is not here need not be looked for

  [[nodiscard]] bool none(std::uint8_t bits) const { return (any & bits) == 0; }
  void set(std::int64_t row, std::uint8_t bits) {
    flags[static_cast<std::size_t>(row)] |= bits;
    any |= bits;
  }
  [[nodiscard]] bool is(std::int64_t row, AnswerFlag flag) const {
    return !flags.empty() && (flags[static_cast<std::size_t>(row)] & flag) != 0;
  }
  /// Calls f(row) for every row whose answer is given and not routed away.
  template <class F>
  void each_answer(F&& f) const {
    for (std::size_t r = 0; r < flags.size(); ++r)
      if ((flags[r] & (answered | hidden)) == answered) f(static_cast<std::int64_t>(r));
  }
};

/// Calls f(row) for every row that has one of the bits; rows without are passed over eight at a time.
template <class F>
void each_flagged(const std::vector<std::uint8_t>& flags, std::uint8_t bits, F&& f) {
  const std::uint64_t eight_times = 0x0101010101010101U * bits;
  std::size_t r = 0;
  for (; r + 8 <= flags.size(); r += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, flags.data() + r, 8);
    if ((eight & eight_times) == 0) continue;
    for (std::size_t i = r; i < r + 8; ++i)
      if (flags[i] & bits) f(static_cast<std::int64_t>(i));
  }
  for (; r < flags.size(); ++r)
    if (flags[r] & bits) f(static_cast<std::int64_t>(r));
}

/// Where a record that was not submitted stopped.
struct Break {
  std::int64_t row = 0;
  std::int32_t question = -1;  ///< the last question with anything given; -1: none
  std::int32_t part = -1;      ///< its last row with anything given, for a matrix
};

/// What a State is for: answers are judged block by block, whole records once for all rows of the file.
enum class Scope : std::uint8_t { block, file };

/// The working memory of one validation, or of one block of its rows.
struct State {
  /// `known` are the records' flags from what was judged before; empty: none.
  State(const Definition& d, const Responses& r, const ValidateOptions& o, Scope scope,
        std::vector<std::uint8_t> known = {});
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  const Definition& definition;
  const Responses& responses;
  const ValidateOptions& options;
  std::vector<QuestionState> questions;
  std::vector<std::uint8_t> records;
  std::vector<Break> breaks;  ///< by row
  std::vector<Finding> findings;
  Measures measures;
  std::unordered_map<std::string, std::int32_t> question_of;  ///< id to index
  std::unordered_map<std::string, const Column*> column_of;   ///< as the file has them
  /// What conditions read instead: routed-away answers absent; calculated questions; questions the file lacks.
  std::unordered_map<std::string, std::unique_ptr<Column>> routed;
  std::unordered_map<std::string, std::vector<std::uint8_t>> section_shown;

  [[nodiscard]] std::int64_t rows() const { return responses.rows; }
  [[nodiscard]] bool is(std::int64_t row, RecordFlag flag) const {
    return (records[static_cast<std::size_t>(row)] & flag) != 0;
  }
  void mark(std::int64_t row, RecordFlag flag) { records[static_cast<std::size_t>(row)] |= flag; }
  /// The break of a partial record, or nullptr.
  [[nodiscard]] const Break* break_of(std::int64_t row) const;

  /// Keeps a finding; severity comes from the closed list. An error marks its question as faulty in the row.
  Finding& report(std::int64_t row, Rule rule);
  Finding& report(std::int64_t row, QuestionState& question, Rule rule);

  [[nodiscard]] std::vector<Truth> evaluate(const Expression& e) const { return evaluate_condition(e, context_); }
  [[nodiscard]] Column compute(const Expression& formula) const { return evaluate_number(formula, context_); }
  /// Sets `bit` in `out` for every row where an answer that the expression reads is faulty or unreadable.
  void mark_faulty(const Expression& expression, std::vector<std::uint8_t>& out, std::uint8_t bit) const;

 private:
  [[nodiscard]] const Column* column_for_conditions(const std::string& name);

  EvaluationContext context_;
};

/// Whether a cell gives an answer: a value, or a refusal or "no opinion".
[[nodiscard]] bool given(const Column& column, std::int64_t row);

/// The answer as text for a finding, shortened: codes, number, ISO date.
[[nodiscard]] std::string answer_text(const QuestionState& question, std::int64_t row);
[[nodiscard]] std::string cell_text(const Column& column, std::int64_t row);
/// A text for a finding: at most 120 characters, control characters made visible.
[[nodiscard]] std::string preview(std::string_view text);

}  // namespace enkat::detail
