#include "evaluate_values.hpp"

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

struct KindName {
  std::string operator()(const CategoryColumn&) const { return "a category column"; }
  std::string operator()(const NumberColumn&) const { return "a number column"; }
  std::string operator()(const TextColumn&) const { return "a text column"; }
  std::string operator()(const DateColumn&) const { return "a date column"; }
  std::string operator()(const OptionSetColumn&) const { return "a multiple choice"; }
  std::string operator()(const RankingColumn&) const { return "a ranking"; }
};

/// Calls f(row, code) for the rows of a category column that have one.
template <class F>
void for_codes(const CategoryColumn& c, const F& f) {
  c.codes.visit([&](auto codes) {
    using T = std::remove_const_t<typename decltype(codes)::element_type>;
    for (std::size_t i = 0; i < codes.size(); ++i)
      if (codes[i] != missing_code<T>) f(i, static_cast<std::size_t>(codes[i]));
  });
}

/// Codes as numbers. A level that is no number is an error only where a row holds it.
Numbers numbers_of(const Evaluation& e, int i, const Column& column, const CategoryColumn& c) {
  std::vector<std::optional<double>> levels;
  for (const std::string& level : c.levels) levels.push_back(number_from(level));
  Numbers out{std::vector<double>(e.rows()), Mask(e.rows(), 1), false};
  for_codes(c, [&](std::size_t row, std::size_t code) {
    if (!column.present(static_cast<std::int64_t>(row))) return;
    if (!levels[code])
      e.refuse(e.node(i), in_quotes(column.name) + " with the category " + in_quotes(c.levels[code]),
               "numbers; compare categories with strings, as 'code'");
    out.values[row] = *levels[code];
    out.missing[row] = 0;
  });
  return out;
}

Numbers numbers_of(const Truths& truths) {
  Numbers out{std::vector<double>(truths.size()), Mask(truths.size()), false};
  for (std::size_t i = 0; i < truths.size(); ++i) {
    out.values[i] = truths[i] == Truth::yes ? 1 : 0;
    out.missing[i] = truths[i] == Truth::missing;
  }
  return out;
}

template <class T>
View<T> view_of(const Vector<T>& v) {
  return {v.values.data(), v.missing.empty() ? nullptr : v.missing.data(), v.constant ? 0U : 1U};
}

/// True for levels that write a truth value, as dataframes with booleans give them.
std::optional<bool> truth_of(const std::string& level) {
  if (level == "true" || level == "True" || level == "TRUE" || level == "1") return true;
  if (level == "false" || level == "False" || level == "FALSE" || level == "0") return false;
  return std::nullopt;
}

}  // namespace

void Evaluation::refuse(const ExprNode& at, const std::string& found, const std::string& expected) const {
  throw Error(ErrorCode::data,
              "character " + std::to_string(at.position) + ": found " + found + ", expected " + expected,
              "expression " + in_quotes(expression.source, 200));
}

std::string Evaluation::shown(int i) const {
  const Value& v = values[static_cast<std::size_t>(i)];
  if (const auto* c = std::get_if<ColumnRef>(&v))
    return in_quotes(c->column->name) + " (" + std::visit(KindName{}, c->column->data) + ")";
  if (const auto* t = std::get_if<ConstantText>(&v)) return "the string '" + printable(t->text) + "'";
  if (std::holds_alternative<Numbers>(v)) return "a number";
  if (std::holds_alternative<Dates>(v)) return "a date";
  return std::holds_alternative<Truths>(v) ? "a condition" : "a list";
}

const std::uint8_t* mask_of(const Column& column) {
  static_assert(sizeof(Missing) == 1 && static_cast<int>(Missing::none) == 0);
  return column.missing.empty() ? nullptr : reinterpret_cast<const std::uint8_t*>(column.missing.data());
}

void mark_missing(Truths& out, const std::uint8_t* missing, std::size_t step) {
  if (missing == nullptr) return;
  for (std::size_t i = 0; i < out.size(); ++i)
    if (missing[i * step] != 0) out[i] = Truth::missing;
}

View<double> number_view(Evaluation& e, int i) {
  Value& v = e.value(i);
  if (const auto* column = column_as<NumberColumn>(v))
    return {column->values.data(), mask_of(*std::get<ColumnRef>(v).column), 1};
  if (const auto* c = column_as<CategoryColumn>(v)) v = numbers_of(e, i, *std::get<ColumnRef>(v).column, *c);
  if (const auto* truths = std::get_if<Truths>(&v)) v = numbers_of(*truths);
  if (const auto* numbers = std::get_if<Numbers>(&v)) return view_of(*numbers);
  e.refuse(e.node(i), e.shown(i), "a number");
}

bool is_date(const Value& v) { return std::holds_alternative<Dates>(v) || column_as<DateColumn>(v) != nullptr; }

View<std::int32_t> date_view(Evaluation& e, int i) {
  Value& v = e.value(i);
  if (const auto* column = column_as<DateColumn>(v))
    return {column->days.data(), mask_of(*std::get<ColumnRef>(v).column), 1};
  if (const auto* text = std::get_if<ConstantText>(&v)) {
    const std::optional<int> days = days_from_iso(text->text);
    if (!days) e.refuse(e.node(i), e.shown(i), "a date of the calendar as '2023-02-28'");
    v = Dates{{*days}, {}, true};
  }
  if (const auto* dates = std::get_if<Dates>(&v)) return view_of(*dates);
  e.refuse(e.node(i), e.shown(i), "a date");
}

Truths take_truths(Evaluation& e, int i) {
  Value& v = e.value(i);
  if (auto* truths = std::get_if<Truths>(&v)) return std::move(*truths);
  Truths out(e.rows(), Truth::missing);
  if (const auto* numbers = column_as<NumberColumn>(v)) {
    for (std::size_t row = 0; row < out.size(); ++row) {
      const double x = numbers->values[row];
      if (x != 0 && x != 1)
        e.refuse(e.node(i), e.shown(i) + " with the value " + number_text(x), "a condition, or a column of 0 and 1");
      out[row] = x != 0 ? Truth::yes : Truth::no;
    }
  } else if (const auto* c = column_as<CategoryColumn>(v)) {
    for (const std::string& level : c->levels)
      if (!truth_of(level))
        e.refuse(e.node(i), e.shown(i),
                 "a condition, such as " + std::get<ColumnRef>(v).column->name + " == '" + printable(level) + "'");
    for_codes(
        *c, [&](std::size_t row, std::size_t code) { out[row] = *truth_of(c->levels[code]) ? Truth::yes : Truth::no; });
  } else {
    e.refuse(e.node(i), e.shown(i), "a condition, such as x >= 3 or q == 'code'");
  }
  mark_missing(out, mask_of(*std::get<ColumnRef>(v).column));
  return out;
}

}  // namespace enkat::detail
