#include "answers.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

std::size_t at(std::int64_t row) { return static_cast<std::size_t>(row); }

struct CellText {
  std::int64_t row;
  std::string operator()(const CategoryColumn& c) const {
    if (const std::string* reason = c.reason_at(row)) return *reason;
    const std::int32_t code = c.codes.at(row);
    return code < 0 ? "" : c.levels[static_cast<std::size_t>(code)];
  }
  std::string operator()(const NumberColumn& c) const { return number_text(c.values[at(row)]); }
  std::string operator()(const DateColumn& c) const { return iso_from_days(c.days[at(row)]); }
  std::string operator()(const TextColumn& c) const { return preview(c.values[at(row)]); }
  std::string operator()(const OptionSetColumn& c) const {
    std::string out;
    for (std::size_t j = 0; j < c.options.size(); ++j)
      if (c.has(row, j)) out += (out.empty() ? "" : ", ") + c.options[j];
    return out;
  }
  std::string operator()(const RankingColumn& c) const {
    std::string out;
    for (const std::uint16_t item : c.at(row))
      if (item != RankingColumn::no_item) out += (out.empty() ? "" : ", ") + c.items[item];
    return out;
  }
};

}  // namespace

std::string preview(std::string_view text) {
  constexpr std::size_t limit = 120;
  return printable(text, limit);
}

std::string cell_text(const Column& column, std::int64_t row) {
  if (has_value(column, row)) return std::visit(CellText{row}, column.data);
  return is_statement(column.kind(row)) ? std::string(name_of(column.kind(row))) : "";
}

std::string answer_text(const QuestionState& question, std::int64_t row) {
  std::string out;
  for (const Part& part : question.parts) {
    const std::string text = cell_text(*part.column, row);
    if (!text.empty()) out += (out.empty() ? "" : ", ") + (part.row ? part.row->code + "=" + text : text);
  }
  if (out.empty() && question.other_text) out = cell_text(*question.other_text, row);
  return out;
}

}  // namespace enkat::detail
