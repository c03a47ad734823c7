#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "state.hpp"

namespace enkat::detail {

/// A refusal and "no opinion" are answers without a value.
[[nodiscard]] inline bool is_statement(Missing kind) { return kind == Missing::refused || kind == Missing::no_opinion; }

/// Whether the cell holds a value, whatever its kind of missing says (an option may stand for a kind).
[[nodiscard]] bool has_value(const Column& column, std::int64_t row);

/// Throws enkat::Error (data) for a column that cannot hold answers to the question, or has the wrong length.
void check_type(const Question& question, const Column& column, std::int64_t rows);

/// Sets answered, incomplete and unreadable for every row, from the cells alone.
void set_answer_flags(QuestionState& question, std::int64_t rows);

/// A column of the question's type in which nobody answered, for a question that the file lacks.
[[nodiscard]] Column absent_column(const Question& question, const std::string& name, std::int64_t rows);

/// The column with its answers absent (not_shown) where `flags` has the bit.
[[nodiscard]] std::unique_ptr<Column> without(const Column& column, const std::vector<std::uint8_t>& flags,
                                              std::uint8_t bit);

/// A number that is equal for equal cells; cells without answer are alike whatever their kind.
[[nodiscard]] std::uint64_t cell_hash(const Column& column, std::int64_t row);

/// Mixes a column's cells into one hash per row.
void mix_cells(const Column& column, std::vector<std::uint64_t>& hashes);

/// Whether two rows gave the same answer; absent equals absent, unreadable cells are never compared here.
[[nodiscard]] bool same_cell(const Column& column, std::int64_t a, std::int64_t b);

/// Whether two rows of a matrix have the same answer in one record; the columns share their options.
[[nodiscard]] bool same_answer(const Column& a, const Column& b, std::int64_t row);

/// Whether an answer is one of the expected codes (for sets of options: exactly all of them), or writes one of them.
[[nodiscard]] bool is_expected(const Column& column, std::int64_t row, const std::vector<std::string>& expected);

}  // namespace enkat::detail
