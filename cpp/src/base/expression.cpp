#include "enkat/base/expression.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"
#include "expression_tokens.hpp"

namespace enkat {
namespace {

using detail::Token;
using detail::TokenKind;

/// What a node yields as far as the source alone can tell; the type of a name is known only with its column.
enum class Yields : std::uint8_t { number, text, condition, list, unknown };

struct Call {
  std::string_view name;
  Op op;
  std::string_view arguments;  ///< q: a question, s: a string
  std::string_view form;
};

constexpr std::array<Call, 7> calls{{{"selected", Op::selected, "qs", "selected(question, 'code')"},
                                     {"answered", Op::answered, "q", "answered(question)"},
                                     {"count", Op::count, "q", "count(question)"},
                                     {"rank", Op::rank, "qs", "rank(question, 'code')"},
                                     {"len", Op::len, "q", "len(question)"},
                                     {"today", Op::today, "", "today()"},
                                     {"submitted", Op::submitted, "", "submitted()"}}};

Yields yields(const ExprNode& node) {
  switch (node.op) {
    case Op::number:
    case Op::count:
    case Op::rank:
    case Op::len:
      return Yields::number;
    case Op::string:
      return Yields::text;
    case Op::list:
      return Yields::list;
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::in:
      return Yields::condition;
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return Yields::condition;
    case Op::selected:
    case Op::answered:
      return Yields::condition;
    default:
      return Yields::unknown;  // names; arithmetic and the dates, which add up to a number or a date
  }
}

std::optional<Op> comparison(const Token& t) {
  constexpr std::array<std::pair<std::string_view, Op>, 7> table{
      {{"==", Op::eq}, {"!=", Op::ne}, {"<", Op::lt}, {"<=", Op::le}, {">", Op::gt}, {">=", Op::ge}, {"in", Op::in}}};
  if (t.kind != TokenKind::symbol && t.kind != TokenKind::word) return std::nullopt;
  for (const auto& [text, op] : table)
    if (t.text == text) return op;
  return std::nullopt;
}

/// Recursive descent over the grammar of docs/methods/expressions.md, one function per rule of it.
class Parser {
 public:
  Parser(std::string_view source, std::string_view where)
      : where_(where), tokens_(detail::tokenize(source, where)), out_{std::string(source), {}} {}

  Expression run() {
    expr();
    if (now().kind != TokenKind::end) refuse(now(), "an operator or the end" + after_comparison());
    return std::move(out_);
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  const Token& take() { return tokens_[at_++]; }
  bool is(std::string_view text) const {
    return (now().kind == TokenKind::symbol || now().kind == TokenKind::word) && now().text == text;
  }
  [[noreturn]] void refuse(const Token& t, const std::string& expected) const {
    detail::refuse_expression(where_, t.position, detail::shown(t), expected);
  }
  std::string after_comparison() const {
    if (comparison(now())) return " (comparisons do not chain: write a < b and b < c)";
    return now().kind == TokenKind::row || now().kind == TokenKind::name ? " (operators are and, or, in, ==, <, +, ...)"
                                                                         : "";
  }
  void expect(std::string_view symbol, const std::string& why) {
    if (!is(symbol)) refuse(now(), "'" + std::string(symbol) + "' " + why);
    ++at_;
  }

  int add(ExprNode node) {
    out_.nodes.push_back(std::move(node));
    return static_cast<int>(out_.nodes.size()) - 1;
  }
  int join(Op op, const Token& at, std::vector<int> children) {
    return add({.op = op, .children = std::move(children), .position = at.position});
  }
  const ExprNode& node(int i) const { return out_.nodes[static_cast<std::size_t>(i)]; }

  int operand(int i, const Token& of, bool condition) const {
    const Yields y = yields(node(i));
    const bool wrong = condition ? y == Yields::number || y == Yields::text || y == Yields::list
                                 : y == Yields::text || y == Yields::list;
    if (wrong)
      detail::refuse_expression(where_, node(i).position, described(y) + " beside '" + of.text + "'",
                                condition ? "a condition, such as q == 'code' or answered(q)" : "a number");
    return i;
  }
  static std::string described(Yields y) {
    return y == Yields::number ? "a number" : y == Yields::text ? "a string" : "a list";
  }

  /// Counts nesting; the only recursion of the grammar passes here.
  int nested(int (Parser::*rule)()) {
    if (++depth_ > max_expression_depth)
      detail::refuse_expression(where_, now().position, "nesting deeper than " + std::to_string(max_expression_depth),
                                "a flatter expression");
    const int i = (this->*rule)();
    --depth_;
    return i;
  }

  int expr() { return chain(&Parser::conjunction, {{"or", Op::logical_or}}, true); }
  int conjunction() { return chain(&Parser::negation, {{"and", Op::logical_and}}, true); }
  int sum() { return chain(&Parser::term, {{"+", Op::add}, {"-", Op::subtract}}, false); }
  int term() { return chain(&Parser::factor, {{"*", Op::multiply}, {"/", Op::divide}}, false); }

  using Operators = std::vector<std::pair<std::string_view, Op>>;
  int chain(int (Parser::*part)(), const Operators& operators, bool condition) {
    int left = (this->*part)();
    for (;;) {
      const auto found = std::find_if(operators.begin(), operators.end(), [&](auto& o) { return is(o.first); });
      if (found == operators.end()) return left;
      const Token& t = take();
      operand(left, t, condition);
      left = join(found->second, t, {left, operand((this->*part)(), t, condition)});
    }
  }

  int negation() {
    if (!is("not")) return compare();
    const Token& t = take();
    return join(Op::logical_not, t, {operand(nested(&Parser::negation), t, true)});
  }

  int compare() {
    const int left = sum();
    const std::optional<Op> op = comparison(now());
    if (!op) return left;
    const Token& t = take();
    const int right = sum();
    if (yields(node(left)) == Yields::list) refuse(t, "a single value on the left, a list only to the right of 'in'");
    if ((yields(node(right)) == Yields::list) != (*op == Op::in))
      refuse(t, *op == Op::in ? "a list to the right of 'in', as ['a', 'b']" : "'in' before a list");
    return join(*op, t, {left, right});
  }

  int factor() {
    const Token& t = now();
    switch (t.kind) {
      case TokenKind::number:
        ++at_;
        return add({.op = Op::number, .number = t.number, .position = t.position});
      case TokenKind::string:
        ++at_;
        return add({.op = Op::string, .text = t.text, .position = t.position});
      case TokenKind::row:
        ++at_;
        return add({.op = Op::row, .text = t.text, .row = t.row, .position = t.position});
      case TokenKind::name:
        ++at_;
        return is("(") ? nested_call(t) : add({.op = Op::name, .text = t.text, .position = t.position});
      default:
        return nested(&Parser::bracketed);
    }
  }

  int bracketed() {
    const Token& t = now();
    if (is("-")) return ++at_, join(Op::negate, t, {operand(nested(&Parser::factor), t, false)});
    if (is("[")) return ++at_, list(t);
    if (!is("(")) refuse(t, "a number, a 'string', a list, a name, a call or '('");
    ++at_;
    const int inner = expr();
    expect(")", "to close the '(' at character " + std::to_string(t.position));
    return inner;
  }

  std::vector<int> items(std::string_view close, const Token& open) {
    std::vector<int> out;
    while (!is(close)) {
      if (!out.empty()) expect(",", "or '" + std::string(close) + "'");
      out.push_back(expr());
    }
    expect(close, "to close character " + std::to_string(open.position));
    return out;
  }

  int list(const Token& open) {
    std::vector<int> children = items("]", open);
    for (const int i : children)
      if (yields(node(i)) == Yields::list)
        detail::refuse_expression(where_, node(i).position, "a list in a list", "single values");
    return join(Op::list, open, std::move(children));
  }

  int nested_call(const Token& name) {
    call_ = &name;
    return nested(&Parser::call);
  }

  int call() {
    const Token& name = *call_;
    const auto known = std::find_if(calls.begin(), calls.end(), [&](const Call& c) { return c.name == name.text; });
    if (known == calls.end())
      refuse(name, "one of selected, answered, count, rank, len, today, submitted: nothing else can be called");
    ++at_;
    std::vector<int> children = items(")", name);
    check_arguments(*known, name, children);
    return join(known->op, name, std::move(children));
  }

  void check_arguments(const Call& call, const Token& name, const std::vector<int>& children) const {
    bool fits = children.size() == call.arguments.size();
    for (std::size_t i = 0; fits && i < children.size(); ++i) {
      const Op op = node(children[i]).op;
      fits = call.arguments[i] == 's' ? op == Op::string : op == Op::name || op == Op::row;
    }
    if (!fits)
      detail::refuse_expression(where_, name.position,
                                "'" + name.text + "' with " + std::to_string(children.size()) + " argument(s)",
                                std::string(call.form));
  }

  std::string_view where_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Expression out_;
  int depth_ = 0;
  const Token* call_ = nullptr;
};

}  // namespace

std::vector<std::string> Expression::names() const {
  std::vector<std::string> out;
  for (const ExprNode& n : nodes)
    if ((n.op == Op::name || n.op == Op::row) && std::find(out.begin(), out.end(), n.text) == out.end())
      out.push_back(n.text);
  return out;
}

Expression parse_expression(std::string_view source, std::string_view where) {
  if (const std::size_t length = character_count(source); length > max_expression_length)
    throw Error(ErrorCode::definition,
                "found an expression of " + std::to_string(length) + " characters, expected at most " +
                    std::to_string(max_expression_length) + "; move parts of it into calculated questions",
                where);
  return Parser(source, where).run();
}

}  // namespace enkat
