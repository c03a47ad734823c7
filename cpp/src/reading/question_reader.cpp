#include "enkat/reading/question_reader.hpp"

#include "enkat/reading/encoding.hpp"

namespace enkat::detail {

Missing ReadContext::absent(const Cell& cell) const {
  if (cell.empty()) {
    const bool hidden = plan.style.unquoted_empty_is_not_shown && !cell.quoted;
    return hidden ? Missing::not_shown : Missing::no_answer;
  }
  const auto first = static_cast<std::uint8_t>(cell.text[0]);
  if (missing_code_starts[first])
    if (const int kind = missing_codes.find(cell.text); kind != TextIndex::none) return static_cast<Missing>(kind);
  const bool may_be_blank = first <= ' ' || first == 0xC2 || first == 0xE2 || first == 0xEF;
  return may_be_blank && trimmed(cell.text).empty() ? Missing::no_answer : Missing::none;
}

void ReadContext::problem(std::int64_t row, const std::string& question, std::string rule, std::string_view value,
                          std::string detail) {
  problems.push_back({row, question, std::move(rule), shortened(value), std::move(detail)});
}

void QuestionReader::read(ReadContext& context, std::int64_t first, std::int64_t last) {
  if (read_values(context, first, last)) return;
  for (std::int64_t row = first; row < last; ++row) {
    if (context.at.is_ragged(row))
      set_missing(row, Missing::invalid);
    else
      read_row(context, row);
  }
}

void QuestionReader::problem(ReadContext& context, std::int64_t row, const char* rule, std::string_view value,
                             const std::string& detail) {
  const bool matrix_row = question_.type == QuestionType::matrix;
  const std::string where = matrix_row ? "row " + name_.substr(question_.id.size() + 1) + ": " : std::string();
  context.problem(row, question_.id, rule, value, where + detail);
}

void QuestionReader::check_encoding(ReadContext& context, std::int64_t row, const Cell& cell) {
  if (cell.bad_encoding)
    problem(context, row, "file.encoding", cell.text, "the cell is not UTF-8; it was read as Windows-1252");
}

Column QuestionReader::column(ColumnData data) { return {name_, std::move(data), missing_.take()}; }

}  // namespace enkat::detail
