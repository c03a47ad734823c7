#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "enkat/table/evaluate.hpp"

namespace enkat::detail {

/// One byte per row, not 0 where the row is missing; empty when no row is.
using Mask = std::vector<std::uint8_t>;

/// What a node of an expression has become: one entry per row, or a single one when it is the same for all rows.
template <class T>
struct Vector {
  std::vector<T> values;
  Mask missing;  ///< never for a single entry, except that {1} means missing on every row
  bool constant = false;
};
using Numbers = Vector<double>;
using Dates = Vector<std::int32_t>;  ///< days since 1970-01-01
using Truths = std::vector<Truth>;
struct ConstantText {
  std::string text;
};
struct List {
  std::vector<int> items;
};
struct ColumnRef {
  const Column* column = nullptr;
};
using Value = std::variant<ColumnRef, Numbers, Dates, Truths, ConstantText, List>;

/// Reading access to numbers or dates wherever they live; `step` 0 repeats a constant.
template <class T>
struct View {
  const T* values = nullptr;
  const std::uint8_t* missing = nullptr;
  std::size_t step = 1;
};

/// What every part of the evaluator knows.
struct Evaluation {
  const Expression& expression;
  const EvaluationContext& context;
  std::vector<Value> values;  ///< by node

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(context.rows); }
  [[nodiscard]] const ExprNode& node(int i) const { return expression.nodes[static_cast<std::size_t>(i)]; }
  [[nodiscard]] Value& value(int i) { return values[static_cast<std::size_t>(i)]; }
  /// Throws enkat::Error (data): "found ..., expected ...", with the expression and the character.
  [[noreturn]] void refuse(const ExprNode& at, const std::string& found, const std::string& expected) const;
  /// A node as a message shows it: a column by name and type.
  [[nodiscard]] std::string shown(int i) const;
};

/// The column data of a value that is one; nullptr otherwise.
template <class T>
const T* column_as(const Value& v) {
  const ColumnRef* ref = std::get_if<ColumnRef>(&v);
  return ref ? std::get_if<T>(&ref->column->data) : nullptr;
}

/// The missing marks of a column as bytes, nullptr when every row is present.
const std::uint8_t* mask_of(const Column& column);
/// Marks rows as missing where `missing` (or nullptr) says so.
void mark_missing(Truths& out, const std::uint8_t* missing, std::size_t step = 1);

/// The value of node i as numbers: number columns as they lie, categories whose codes are numbers, conditions as 1
/// and 0. The value is converted in place when it must be.
View<double> number_view(Evaluation& e, int i);
/// The value of node i as dates: date columns, date constants, strings that are dates.
View<std::int32_t> date_view(Evaluation& e, int i);
bool is_date(const Value& v);
/// The value of node i as truth; columns of 0 and 1 or of true and false count.
Truths take_truths(Evaluation& e, int i);

Truths compare(Evaluation& e, const ExprNode& at, int left, int right, Op op);
Value call(Evaluation& e, const ExprNode& n);

}  // namespace enkat::detail
