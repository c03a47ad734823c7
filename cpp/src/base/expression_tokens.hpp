#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace enkat::detail {

enum class TokenKind : std::uint8_t { number, string, name, row, word, symbol, end };

/// A piece of an expression. `text` is a name, the content of a string, a reserved word or a symbol.
struct Token {
  TokenKind kind = TokenKind::end;
  std::string text = {};
  std::string row = {};  ///< the code behind the dot of `question.row`
  double number = 0;
  int position = 1;  ///< character from 1
};

/// Cuts an expression into tokens; throws enkat::Error (definition) at a character that begins none.
std::vector<Token> tokenize(std::string_view source, std::string_view where);

/// The one way in which an expression is refused: position, what was found, what was expected.
[[noreturn]] void refuse_expression(std::string_view where, int position, const std::string& found,
                                    const std::string& expected);

/// A token as a message shows it.
std::string shown(const Token& token);

}  // namespace enkat::detail
