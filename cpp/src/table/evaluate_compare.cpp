#include <functional>
#include <unordered_map>

#include "enkat/base/messages.hpp"
#include "evaluate_values.hpp"

namespace enkat::detail {
namespace {

/// Calls f with the comparison as a function object, so that each kernel is compiled for it.
template <class F>
Truths with_comparison(Op op, const F& f) {
  switch (op) {
    case Op::ne:
      return f(std::not_equal_to<>{});
    case Op::lt:
      return f(std::less<>{});
    case Op::le:
      return f(std::less_equal<>{});
    case Op::gt:
      return f(std::greater<>{});
    case Op::ge:
      return f(std::greater_equal<>{});
    default:
      return f(std::equal_to<>{});
  }
}

Op mirrored(Op op) {
  switch (op) {
    case Op::lt:
      return Op::gt;
    case Op::le:
      return Op::ge;
    case Op::gt:
      return Op::lt;
    case Op::ge:
      return Op::le;
    default:
      return op;
  }
}

bool is_order(Op op) { return op == Op::lt || op == Op::le || op == Op::gt || op == Op::ge; }

template <class T>
Truths compare_views(std::size_t rows, const View<T>& a, const View<T>& b, Op op) {
  return with_comparison(op, [&](auto holds) {
    Truths out(rows);
    if (a.step == 1 && b.step == 0) {  // the usual case, written so that it vectorises
      const T constant = *b.values;
      for (std::size_t i = 0; i < rows; ++i) out[i] = static_cast<Truth>(holds(a.values[i], constant));
    } else {
      for (std::size_t i = 0; i < rows; ++i)
        out[i] = static_cast<Truth>(holds(a.values[i * a.step], b.values[i * b.step]));
    }
    mark_missing(out, a.missing, a.step);
    mark_missing(out, b.missing, b.step);
    return out;
  });
}

/// Each level's truth is looked up per row.
Truths by_level(std::size_t rows, const CategoryColumn& c, const std::vector<Truth>& truth_of_level) {
  Truths out(rows, Truth::missing);
  c.codes.visit([&](auto codes) {
    using T = std::remove_const_t<typename decltype(codes)::element_type>;
    for (std::size_t i = 0; i < rows; ++i)
      if (codes[i] != missing_code<T>) out[i] = truth_of_level[codes[i]];
  });
  return out;
}

/// Rows of text, whether they lie as text, as categories or are one constant.
class TextView {
 public:
  explicit TextView(const Value& v)
      : text_(column_as<TextColumn>(v)),
        category_(column_as<CategoryColumn>(v)),
        constant_(std::get_if<ConstantText>(&v)) {
    if (const auto* ref = std::get_if<ColumnRef>(&v)) column_ = ref->column;
  }
  [[nodiscard]] explicit operator bool() const { return text_ || category_ || constant_; }
  [[nodiscard]] const std::uint8_t* missing() const { return column_ ? mask_of(*column_) : nullptr; }
  /// nullptr for a category row without a code.
  [[nodiscard]] const std::string* at(std::size_t row) const {
    if (constant_) return &constant_->text;
    if (text_) return &text_->values[row];
    const std::int32_t code = category_->codes.at(static_cast<std::int64_t>(row));
    return code < 0 ? nullptr : &category_->levels[static_cast<std::size_t>(code)];
  }

 private:
  const Column* column_ = nullptr;
  const TextColumn* text_;
  const CategoryColumn* category_;
  const ConstantText* constant_;
};

Truths compare_texts(std::size_t rows, const TextView& a, const TextView& b, Op op) {
  return with_comparison(op, [&](auto holds) {
    Truths out(rows, Truth::missing);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::string* x = a.at(i);
      const std::string* y = b.at(i);
      if (x && y) out[i] = static_cast<Truth>(holds(*x, *y));
    }
    mark_missing(out, a.missing());
    mark_missing(out, b.missing());
    return out;
  });
}

Truths compare_category(Evaluation& e, const Column& column, const CategoryColumn& c, const std::string& text, Op op) {
  std::vector<Truth> table;
  for (const std::string& level : c.levels) table.push_back(static_cast<Truth>((level == text) == (op == Op::eq)));
  Truths out = by_level(e.rows(), c, table);
  mark_missing(out, mask_of(column));
  return out;
}

bool is_numeric(const Value& v) {
  return std::holds_alternative<Numbers>(v) || std::holds_alternative<Truths>(v) ||
         column_as<NumberColumn>(v) != nullptr;
}

[[noreturn]] void refuse_pair(const Evaluation& e, const ExprNode& at, int left, int right) {
  const Value& a = e.values[static_cast<std::size_t>(left)];
  const Value& b = e.values[static_cast<std::size_t>(right)];
  std::string repair = "two values of one type";
  for (const Value* v : {&a, &b})
    if (column_as<OptionSetColumn>(*v) || column_as<RankingColumn>(*v))
      repair = "selected(), count() or rank() around it";
  if ((is_numeric(a) && std::holds_alternative<ConstantText>(b)) ||
      (is_numeric(b) && std::holds_alternative<ConstantText>(a)))
    repair += "; numbers stand without quotes";
  e.refuse(at, e.shown(left) + " beside " + e.shown(right), repair);
}

}  // namespace

Truths compare(Evaluation& e, const ExprNode& at, int left, int right, Op op) {
  if (std::holds_alternative<ConstantText>(e.value(left)) && !std::holds_alternative<ConstantText>(e.value(right)))
    return compare(e, at, right, left, mirrored(op));
  const Value& a = e.value(left);
  const Value& b = e.value(right);
  if (is_date(a) || is_date(b)) return compare_views(e.rows(), date_view(e, left), date_view(e, right), op);
  const auto* category = column_as<CategoryColumn>(a);
  const bool two_categories = category && column_as<CategoryColumn>(b);
  if (is_numeric(a) || is_numeric(b) || (two_categories && is_order(op))) {
    if (std::holds_alternative<ConstantText>(b) || column_as<TextColumn>(a) || column_as<TextColumn>(b))
      refuse_pair(e, at, left, right);
    if (column_as<OptionSetColumn>(a) || column_as<OptionSetColumn>(b)) refuse_pair(e, at, left, right);
    const View<double> x = number_view(e, left), y = number_view(e, right);
    if (x.step == 0) return compare_views(e.rows(), y, x, mirrored(op));
    return compare_views(e.rows(), x, y, op);
  }
  const TextView x(a), y(b);
  if (!x || !y) refuse_pair(e, at, left, right);
  if (is_order(op) && (category || column_as<CategoryColumn>(b)))
    e.refuse(at, "an order of the categories of " + e.shown(category ? left : right), "==, != or in");
  if (const auto* text = std::get_if<ConstantText>(&b); text && category)
    return compare_category(e, *std::get<ColumnRef>(a).column, *category, text->text, op);
  return compare_texts(e.rows(), x, y, op);
}

}  // namespace enkat::detail
