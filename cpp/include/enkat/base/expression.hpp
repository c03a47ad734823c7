#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace enkat {

/// The kinds of node of the expression language; docs/methods/expressions.md has the grammar.
enum class Op : std::uint8_t {
  number,
  string,
  list,
  name,
  row,  // leaves; `row` is question.row
  add,
  subtract,
  multiply,
  divide,
  negate,  // arithmetic
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  in,  // comparison
  logical_and,
  logical_or,
  logical_not,  // three-valued logic
  selected,
  answered,
  count,
  rank,
  len,
  today,
  submitted  // the only calls
};

/// One node; children are indices into Expression::nodes, always smaller than the node's own index.
struct ExprNode {
  Op op = Op::number;
  double number = 0;
  std::string text = {};  ///< string literal, name, or question of `question.row`
  std::string row = {};   ///< row code of `question.row`
  std::vector<int> children = {};
  int position = 0;  ///< character in the source, for messages
};

/// A parsed expression: a flat tree in postfix order, the root last. Parsing never evaluates anything.
struct Expression {
  std::string source;
  std::vector<ExprNode> nodes;

  [[nodiscard]] const ExprNode& root() const { return nodes.back(); }
  /// The names (questions) that the expression reads, each once, in order of appearance.
  [[nodiscard]] std::vector<std::string> names() const;
};

inline constexpr int max_expression_depth = 64;
inline constexpr std::size_t max_expression_length = 2000;

/// Parses the expression language. Throws enkat::Error (definition) that names the position, what was found and what
/// was expected; nesting deeper than max_expression_depth and sources over max_expression_length are refused.
/// `where` is put in front of the message (a JSON pointer, or an argument's name).
[[nodiscard]] Expression parse_expression(std::string_view source, std::string_view where = {});

}  // namespace enkat
