#include "answers.hpp"

#include <algorithm>
#include <bit>
#include <functional>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

constexpr std::uint64_t absent_key = 0x9E3779B97F4A7C15U;

std::size_t at(std::int64_t row) { return static_cast<std::size_t>(row); }

bool is_statement(Missing kind) { return kind == Missing::refused || kind == Missing::no_opinion; }

/// Whether the cell holds a value, whatever its kind of missing says (an option may stand for a kind).
struct HasValue {
  const Column& column;
  std::int64_t row;
  bool operator()(const CategoryColumn& c) const { return c.codes.at(row) >= 0 || c.reason_at(row); }
  bool operator()(const NumberColumn&) const { return column.present(row); }
  bool operator()(const DateColumn&) const { return column.present(row); }
  bool operator()(const TextColumn& c) const { return column.present(row) && !c.values[at(row)].empty(); }
  bool operator()(const OptionSetColumn& c) const {
    const std::size_t n = c.words_per_row();
    for (std::size_t w = 0; w < n; ++w)
      if (c.words[at(row) * n + w]) return true;
    return false;
  }
  bool operator()(const RankingColumn& c) const {
    for (const std::uint16_t item : c.at(row))
      if (item != RankingColumn::no_item) return true;
    return false;
  }
};

bool has_value(const Column& column, std::int64_t row) { return std::visit(HasValue{column, row}, column.data); }

/// Calls f(row, kind of missing, whether an answer is given, whether it has a value, the typed column) for every row:
/// one look at the column's type instead of one per cell.
template <class F>
void each_cell(const Column& column, std::int64_t rows, F&& f) {
  std::visit(
      [&](const auto& data) {
        for (std::int64_t r = 0; r < rows; ++r) {
          const Missing kind = column.kind(r);
          const bool value = HasValue{column, r}(data);
          f(r, kind, kind != Missing::invalid && (is_statement(kind) || value), value, data);
        }
      },
      column.data);
}

std::uint64_t mixed(std::uint64_t h, std::uint64_t value) {
  h ^= value + absent_key + (h << 6) + (h >> 2);
  h *= 0xBF58476D1CE4E5B9U;
  return h ^ (h >> 29);
}

/// A number that is equal for equal values of a cell.
struct CellKey {
  std::int64_t row;
  std::uint64_t operator()(const CategoryColumn& c) const {
    const std::uint64_t reason = c.reason.empty() ? 0 : c.reason[at(row)];
    return static_cast<std::uint64_t>(c.codes.at(row)) + 2 + (reason << 32);
  }
  std::uint64_t operator()(const NumberColumn& c) const {
    const double v = c.values[at(row)];
    return std::bit_cast<std::uint64_t>(v == 0 ? 0.0 : v);  // minus zero is zero
  }
  std::uint64_t operator()(const DateColumn& c) const { return static_cast<std::uint64_t>(c.days[at(row)]); }
  std::uint64_t operator()(const TextColumn& c) const { return std::hash<std::string>{}(c.values[at(row)]); }
  std::uint64_t operator()(const OptionSetColumn& c) const {
    std::uint64_t h = 1;
    const std::size_t n = c.words_per_row();
    for (std::size_t w = 0; w < n; ++w) h = mixed(h, c.words[at(row) * n + w]);
    return h;
  }
  std::uint64_t operator()(const RankingColumn& c) const {
    std::uint64_t h = 1;
    for (const std::uint16_t item : c.at(row)) h = mixed(h, item);
    return h;
  }
};

struct SameValue {
  std::int64_t a, b;
  bool operator()(const TextColumn& c) const { return c.values[at(a)] == c.values[at(b)]; }
  bool operator()(const OptionSetColumn& c) const {
    const std::size_t n = c.words_per_row();
    for (std::size_t w = 0; w < n; ++w)
      if (c.words[at(a) * n + w] != c.words[at(b) * n + w]) return false;
    return true;
  }
  bool operator()(const RankingColumn& c) const { return std::ranges::equal(c.at(a), c.at(b)); }
  template <class C>
  bool operator()(const C& c) const {
    return CellKey{a}(c) == CellKey{b}(c);
  }
};

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

template <class C>
bool holds(const Column& column) {
  return std::holds_alternative<C>(column.data);
}

bool fits(const Question& q, const Column& c) {
  switch (q.type) {
    case QuestionType::single:
      return holds<CategoryColumn>(c);
    case QuestionType::multi:
      return holds<OptionSetColumn>(c);
    case QuestionType::matrix:
      return q.multiple_per_row ? holds<OptionSetColumn>(c) : holds<CategoryColumn>(c);
    case QuestionType::ranking:
      return holds<RankingColumn>(c);
    case QuestionType::number:
    case QuestionType::rating:
      return holds<NumberColumn>(c);
    case QuestionType::date:
      return holds<DateColumn>(c);
    case QuestionType::time:
    case QuestionType::text:
    case QuestionType::email:
    case QuestionType::file:
      return holds<TextColumn>(c);
    default:
      return true;
  }
}

std::string_view wanted(const Question& q) {
  switch (q.type) {
    case QuestionType::single:
      return "categories";
    case QuestionType::multi:
      return "sets of options";
    case QuestionType::matrix:
      return q.multiple_per_row ? "sets of options" : "categories";
    case QuestionType::ranking:
      return "rankings";
    case QuestionType::number:
    case QuestionType::rating:
      return "numbers";
    case QuestionType::date:
      return "dates";
    default:
      return "texts";
  }
}

std::size_t length(const Column& c) {
  struct Length {
    std::size_t operator()(const CategoryColumn& v) const { return static_cast<std::size_t>(v.codes.size()); }
    std::size_t operator()(const NumberColumn& v) const { return v.values.size(); }
    std::size_t operator()(const TextColumn& v) const { return v.values.size(); }
    std::size_t operator()(const DateColumn& v) const { return v.days.size(); }
    std::size_t operator()(const OptionSetColumn& v) const {
      return v.options.empty() ? 0 : v.words.size() / v.words_per_row();
    }
    std::size_t operator()(const RankingColumn& v) const {
      return v.items.empty() ? 0 : v.order.size() / v.items.size();
    }
  };
  return std::visit(Length{}, c.data);
}

}  // namespace

bool given(const Column& column, std::int64_t row) {
  const Missing kind = column.kind(row);
  if (kind == Missing::invalid) return false;
  return is_statement(kind) || has_value(column, row);
}

void check_type(const Question& question, const Column& column, std::int64_t rows) {
  if (!fits(question, column))
    throw Error(ErrorCode::data,
                "the column does not hold " + std::string(wanted(question)) +
                    ", which the question asks for; read the file with the survey's definition",
                "column \"" + column.name + "\"");
  if (length(column) != at(rows) || (!column.missing.empty() && column.missing.size() != at(rows)))
    throw Error(ErrorCode::data,
                "the column has " + std::to_string(length(column)) + " rows, the table has " + std::to_string(rows),
                "column \"" + column.name + "\"");
}

std::vector<std::uint8_t> answer_flags(const QuestionState& question, std::int64_t rows) {
  if (question.parts.empty()) return {};
  std::vector<std::uint8_t> flags(at(rows), std::uint8_t{0});
  for (const Part& part : question.parts)
    each_cell(*part.column, rows, [&](std::int64_t r, Missing kind, bool is_given, bool, const auto&) {
      flags[at(r)] |= is_given ? answered : kind == Missing::invalid ? unreadable : incomplete;
    });
  if (question.other_text)
    each_cell(*question.other_text, rows, [&](std::int64_t r, Missing, bool is_given, bool, const auto&) {
      if (is_given) flags[at(r)] |= answered;
    });
  return flags;
}

Column absent_column(const Question& question, const std::string& name, std::int64_t rows) {
  std::vector<std::string> codes;
  for (const Option& option : question.options) codes.push_back(option.code);
  Column out{name, TextColumn{std::vector<std::string>(at(rows))}, std::vector<Missing>(at(rows), Missing::not_shown)};
  const auto levels = static_cast<std::int64_t>(codes.size());
  if (question.type == QuestionType::single || (question.type == QuestionType::matrix && !question.multiple_per_row)) {
    out.data = CategoryColumn{codes, Codes(std::vector<std::int32_t>(at(rows), -1), levels)};
  } else if (question.type == QuestionType::multi || question.type == QuestionType::matrix) {
    OptionSetColumn set{codes, {}};
    set.words.assign(at(rows) * set.words_per_row(), 0);
    out.data = std::move(set);
  } else if (question.type == QuestionType::ranking) {
    out.data = RankingColumn{codes, std::vector<std::uint16_t>(at(rows) * codes.size(), RankingColumn::no_item)};
  } else if (question.type == QuestionType::date) {
    out.data = DateColumn{std::vector<std::int32_t>(at(rows))};
  } else if (question.type == QuestionType::number || question.type == QuestionType::rating ||
             question.type == QuestionType::calculated) {
    out.data = NumberColumn{std::vector<double>(at(rows))};
  }
  return out;
}

std::unique_ptr<Column> without(const Column& column, const std::vector<std::uint8_t>& flags, std::uint8_t bit) {
  auto out = std::make_unique<Column>(column);
  out->missing.resize(flags.size(), Missing::none);
  for (std::size_t r = 0; r < flags.size(); ++r)
    if (flags[r] & bit) out->missing[r] = Missing::not_shown;
  if (auto* categories = std::get_if<CategoryColumn>(&out->data)) {  // selected() reads the codes
    std::vector<std::int32_t> codes(flags.size());
    for (std::size_t r = 0; r < flags.size(); ++r)
      codes[r] = flags[r] & bit ? -1 : categories->codes.at(static_cast<std::int64_t>(r));
    categories->codes = Codes(codes, categories->codes.levels());
    for (std::size_t r = 0; r < categories->reason.size(); ++r)
      if (flags[r] & bit) categories->reason[r] = 0;
  }
  return out;
}

void mix_cells(const Column& column, std::vector<std::uint64_t>& hashes) {
  each_cell(
      column, static_cast<std::int64_t>(hashes.size()),
      [&](std::int64_t r, Missing kind, bool is_given, bool value, const auto& data) {
        const std::uint64_t key = !is_given ? absent_key : value ? CellKey{r}(data) : static_cast<std::uint64_t>(kind);
        hashes[at(r)] = mixed(hashes[at(r)], key);
      });
}

bool same_cell(const Column& column, std::int64_t a, std::int64_t b) {
  const bool a_given = given(column, a);
  if (a_given != given(column, b)) return false;
  if (!a_given) return true;
  if (has_value(column, a) != has_value(column, b)) return false;
  if (!has_value(column, a)) return column.kind(a) == column.kind(b);
  return std::visit(SameValue{a, b}, column.data);
}

bool same_answer(const Column& a, const Column& b, std::int64_t row) {
  const auto* first = std::get_if<CategoryColumn>(&a.data);
  const auto* second = std::get_if<CategoryColumn>(&b.data);
  if (first && second) {
    return first->levels[static_cast<std::size_t>(first->codes.at(row))] ==
           second->levels[static_cast<std::size_t>(second->codes.at(row))];
  }
  return cell_text(a, row) == cell_text(b, row);
}

bool is_expected(const Column& column, std::int64_t row, const std::vector<std::string>& expected) {
  const auto among = [&](const std::string& text) { return std::ranges::find(expected, text) != expected.end(); };
  const auto* set = std::get_if<OptionSetColumn>(&column.data);
  if (!set) return among(cell_text(column, row));
  std::size_t n = 0;
  for (std::size_t j = 0; j < set->options.size(); ++j) {
    if (!set->has(row, j)) continue;
    if (!among(set->options[j])) return false;
    ++n;
  }
  return n == expected.size();
}

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
