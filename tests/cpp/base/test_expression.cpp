#include <gtest/gtest.h>

#include <random>

#include "enkat/base/error.hpp"
#include "enkat/base/expression.hpp"

namespace {

using enkat::Expression;
using enkat::Op;
using enkat::parse_expression;

/// The tree written as prefix notation, so that precedence can be read off.
std::string shape(const Expression& e, int i) {
  static const char* names[] = {"number",   "string",   "list",  "name", "row", "+",     "-",        "*",   "/",  "neg",
                                "==",       "!=",       "<",     "<=",   ">",   ">=",    "in",       "and", "or", "not",
                                "selected", "answered", "count", "rank", "len", "today", "submitted"};
  const enkat::ExprNode& n = e.nodes[static_cast<std::size_t>(i)];
  if (n.op == Op::number) return std::to_string(static_cast<int>(n.number));
  if (n.op == Op::string) return "'" + n.text + "'";
  if (n.op == Op::name) return n.text;
  if (n.op == Op::row) return n.text + "." + n.row;
  std::string out = "(" + std::string(names[static_cast<int>(n.op)]);
  for (const int c : n.children) {
    EXPECT_LT(c, i);
    out += " " + shape(e, c);
  }
  return out + ")";
}
std::string shape(const char* source) {
  const Expression e = parse_expression(source);
  return shape(e, static_cast<int>(e.nodes.size()) - 1);
}

std::string message(const std::string& source) {
  try {
    (void)parse_expression(source, "/checks/0/assert");
  } catch (const enkat::Error& e) {
    EXPECT_EQ(e.code(), enkat::ErrorCode::definition);
    return e.what();
  }
  return "no error";
}

TEST(Expression, PrecedenceAndAssociativity) {
  EXPECT_EQ(shape("a == 1 or b == 2 and not c == 3"), "(or (== a 1) (and (== b 2) (not (== c 3))))");
  EXPECT_EQ(shape("a - b - c * -d > 2"), "(> (- (- a b) (* c (neg d))) 2)");
  EXPECT_EQ(shape("(a + 1) / 2 <= len(t)"), "(<= (/ (+ a 1) 2) (len t))");
  EXPECT_EQ(shape("not not a"), "(not (not a))");
}

TEST(Expression, CallsListsRowsAndStrings) {
  EXPECT_EQ(shape("not selected(q_a,'none') and answered(q_a)"), "(and (not (selected q_a 'none')) (answered q_a))");
  EXPECT_EQ(shape("q in ['a', 'b''c'] or q in []"), "(or (in q (list 'a' 'b'c')) (in q (list)))");
  EXPECT_EQ(shape("q_m.well-being >= 4"), "(>= q_m.well-being 4)");
  EXPECT_EQ(shape("q_m.1 - q_m.2 > today() - submitted()"), "(> (- q_m.1 q_m.2) (- (today) (submitted)))");
  EXPECT_EQ(shape("count(q) == 2 and rank(r,'x') < 3"), "(and (== (count q) 2) (< (rank r 'x') 3))");
  EXPECT_EQ(shape("count == 2 and rank > 1"), "(and (== count 2) (> rank 1))");  // a column may be called so
  EXPECT_EQ(shape("ålder >= 65"), "(>= ålder 65)");
}

TEST(Expression, BackticksHoldAnyName) {
  EXPECT_EQ(shape("`a b` == 1 and answered(`2nd`)"), "(and (== a b 1) (answered 2nd))");
  EXPECT_EQ(shape("`in` in ['in'] or not `and`"), "(or (in in (list 'in')) (not and))");
  EXPECT_EQ(parse_expression("`x-y` > 2 and `x-y` < 4").names(), std::vector<std::string>{"x-y"});
}

TEST(Expression, NumbersAreReadInEveryForm) {
  EXPECT_DOUBLE_EQ(parse_expression("0.25").root().number, 0.25);
  EXPECT_DOUBLE_EQ(parse_expression(".5").root().number, 0.5);
  EXPECT_DOUBLE_EQ(parse_expression("1.5e3").root().number, 1500);
}

TEST(Expression, NamesOnceInOrderOfAppearance) {
  const std::vector<std::string> expected{"q_b", "q_a"};
  EXPECT_EQ(parse_expression("q_b.r1 == 1 and selected(q_a,'x') or q_b.r2 == 2").names(), expected);
  EXPECT_EQ(parse_expression("today() > '2023-01-01'").names(), std::vector<std::string>{});
}

TEST(Expression, MessagesNamePositionFoundAndExpected) {
  const std::pair<const char*, const char*> bad[] = {{"", "character 1 of the expression: found the end"},
                                                     {"a = 1", "character 3 of the expression: found '='"},
                                                     {"a == \"x\"", "a string in single quotes"},
                                                     {"a == 'x", "closing single quote"},
                                                     {"a && b", "the word 'and'"},
                                                     {"!a", "'!=' or the word 'not'"},
                                                     {"1 < a < 3", "do not chain"},
                                                     {"a == 1 b", "found 'b', expected an operator"},
                                                     {"(a == 1", "to close the '(' at character 1"},
                                                     {"q in ['a'", "expected ','"},
                                                     {"q in 'a'", "a list to the right of 'in'"},
                                                     {"q == ['a']", "'in' before a list"},
                                                     {"[1] in [1]", "only to the right"},
                                                     {"q in [[1]]", "a list in a list"},
                                                     {"system('x')", "nothing else can be called"},
                                                     {"selected(q)", "expected selected(question, 'code')"},
                                                     {"selected('a', 'b')", "selected(question, 'code')"},
                                                     {"selected(q, r)", "selected(question, 'code')"},
                                                     {"today(1)", "expected today()"},
                                                     {"count()", "expected count(question)"},
                                                     {"a + 'x'", "found a string beside '+', expected a number"},
                                                     {"1 and a == 2", "found a number beside 'and'"},
                                                     {"not 'x'", "a condition"},
                                                     {"12abc == 1", "'12abc'"},
                                                     {"1e999 > 2", "'1e999'"},
                                                     {"a.", "found '.'"},
                                                     {"å == 'x", "character 6"},
                                                     {"a and", "found the end"},
                                                     {"a @ b", "found '@'"},
                                                     {"`a b == 1", "between two backticks"},
                                                     {"`` == 1", "between two backticks"},
                                                     {"a == 1,", "found ','"}};
  for (const auto& [source, part] : bad) {
    const std::string m = message(source);
    EXPECT_EQ(m.rfind("/checks/0/assert: ", 0), 0U) << m;
    EXPECT_NE(m.find(part), std::string::npos) << m;
  }
}

/// Random tokens and random bytes: an error of ours or a tree whose children come first, never anything else.
TEST(Expression, GarbledSourcesNeverDoMoreThanThrow) {
  const char* parts[] = {"a",     "q.r-1",     "1.5",       "'x'",    "(",       ")", "[",    "]", ",",
                         " and ", " or ",      "not ",      " in ",   "==",      "<", "+",    "-", "*",
                         "/",     "selected(", "answered(", "count(", "today()", ".", "\xC3", "'"};
  std::mt19937_64 random(11);
  int parsed = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string source;
    for (std::size_t n = random() % 9; n > 0; --n)
      source += random() % 20 == 0 ? std::string(1, static_cast<char>(random())) : parts[random() % 26];
    try {
      const Expression e = parse_expression(source);
      (void)shape(e, static_cast<int>(e.nodes.size()) - 1);
      ++parsed;
    } catch (const enkat::Error&) {
    }
  }
  EXPECT_GT(parsed, 300);
}

TEST(Expression, NestingAndLengthAreLimited) {
  const auto nested = [](int n) { return std::string(n, '(') + "a" + std::string(n, ')'); };
  EXPECT_NO_THROW((void)parse_expression(nested(enkat::max_expression_depth)));
  EXPECT_NE(message(nested(enkat::max_expression_depth + 1)).find("nesting deeper than 64"), std::string::npos);
  EXPECT_NE(message(std::string(900, '-') + "a").find("nesting"), std::string::npos);
  EXPECT_NE(message(std::string(100000, '(')).find("at most 2000"), std::string::npos);
  std::string flat = "a";  // long but flat: fine
  while (flat.size() < 1990) flat += " or a";
  EXPECT_NO_THROW((void)parse_expression(flat));
  EXPECT_NO_THROW((void)parse_expression("a == '" + std::string(1990, 'x') + "'"));
  EXPECT_NE(message("a == '" + std::string(2000, 'x') + "'").find("at most 2000"), std::string::npos);
}

}  // namespace
