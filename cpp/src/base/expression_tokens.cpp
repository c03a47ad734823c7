#include "expression_tokens.hpp"

#include <optional>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name(char c) { return is_name_start(c) || is_digit(c); }
bool is_code(char c) { return is_name(c) || c == '.' || c == '-'; }

class Lexer {
 public:
  Lexer(std::string_view source, std::string_view where) : source_(source), where_(where) {}

  std::vector<Token> run() {
    std::vector<Token> out;
    for (skip_space(); at_ < source_.size(); skip_space()) out.push_back(next());
    out.push_back({.kind = TokenKind::end, .position = position()});
    return out;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  [[nodiscard]] int position() const { return static_cast<int>(character_count(source_.substr(0, at_))) + 1; }

  void skip_space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  Token next() {
    const char c = peek();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '\'') return string();
    if (c == '`') return quoted_name();
    if (is_name_start(c)) return name();
    return symbol();
  }

  Token number() {
    Token t{.kind = TokenKind::number, .position = position()};
    t.text = source_.substr(at_, number_length(source_.substr(at_)));
    at_ += t.text.size();
    const std::optional<double> value = number_from(t.text);
    t.number = value.value_or(0);
    if (!value || is_name(peek()) || peek() == '.')
      refuse_expression(where_, t.position, "'" + t.text + rest() + "'",
                        "a number that a computer can hold, as 12 or 0.5 (names begin with a letter, strings stand in "
                        "single quotes)");
    return t;
  }

  /// What stands directly behind a number, for the message.
  std::string rest() const {
    std::size_t n = 0;
    while (n < 20 && (is_name(peek(n)) || peek(n) == '.')) ++n;
    return std::string(source_.substr(at_, n));
  }

  Token string() {
    Token t{.kind = TokenKind::string, .position = position()};
    for (++at_; at_ < source_.size(); ++at_) {
      if (peek() != '\'')
        t.text += peek();
      else if (peek(1) == '\'')
        t.text += source_[++at_];
      else
        return ++at_, t;
    }
    refuse_expression(where_, t.position, "a string without an end", "a closing single quote");
  }

  /// A name of any characters between backticks, as `a b` or `2nd`.
  Token quoted_name() {
    Token t{.kind = TokenKind::name, .position = position()};
    const std::size_t end = source_.find('`', at_ + 1);
    if (end == std::string_view::npos || end == at_ + 1)
      refuse_expression(where_, t.position, "a name without an end", "a name between two backticks, as `first name`");
    t.text = source_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return t;
  }

  std::string take(bool (*belongs)(char)) {
    const std::size_t first = at_;
    while (at_ < source_.size() && belongs(source_[at_])) ++at_;
    return std::string(source_.substr(first, at_ - first));
  }

  Token name() {
    Token t{.kind = TokenKind::name, .position = position()};
    t.text = take(is_name);
    if (t.text == "and" || t.text == "or" || t.text == "not" || t.text == "in")
      t.kind = TokenKind::word;
    else if (peek() == '.' && is_name(peek(1))) {
      t.kind = TokenKind::row;
      ++at_;
      t.row = take(is_code);
      while (t.row.back() == '-' || t.row.back() == '.') t.row.pop_back(), --at_;
    }
    return t;
  }

  Token symbol() {
    Token t{.kind = TokenKind::symbol, .position = position()};
    const std::string two{peek(), peek(1)};
    if (two == "==" || two == "!=" || two == "<=" || two == ">=")
      t.text = two;
    else if (std::string_view("<>+-*/()[],").find(peek()) != std::string_view::npos)
      t.text = two.substr(0, 1);
    else
      refuse_expression(where_, t.position, found_here(), repair(two));
    at_ += t.text.size();
    return t;
  }

  [[nodiscard]] std::string found_here() const {
    if (static_cast<unsigned char>(peek()) < 0x20) return "a control character";
    return "'" + std::string(1, peek()) + "'";
  }

  static std::string repair(const std::string& two) {
    if (two[0] == '"') return "a string in single quotes, as 'code'";
    if (two[0] == '=') return "'==' for a comparison";
    if (two == "&&" || two[0] == '&') return "the word 'and'";
    if (two[0] == '|') return "the word 'or'";
    if (two[0] == '!') return "'!=' or the word 'not'";
    return "a number, a 'string', a name, a call or an operator";
  }

  std::string_view source_, where_;
  std::size_t at_ = 0;
};

}  // namespace

void refuse_expression(std::string_view where, int position, const std::string& found, const std::string& expected) {
  throw Error(ErrorCode::definition,
              "character " + std::to_string(position) + " of the expression: found " + found + ", expected " + expected,
              where);
}

std::string shown(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
      return "the end";
    case TokenKind::string:
      return "the string '" + token.text + "'";
    case TokenKind::row:
      return "'" + token.text + "." + token.row + "'";
    default:
      return "'" + token.text + "'";
  }
}

std::vector<Token> tokenize(std::string_view source, std::string_view where) { return Lexer(source, where).run(); }

}  // namespace enkat::detail
