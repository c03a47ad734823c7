#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace enkat {

/// A regular expression as JSON Schema writes it (the common part of ECMA-262), matched in time proportional to the
/// text times the size of the pattern, whatever the two are: no backtracking.
///
/// Literals, `.`, classes `[a-z]` `[^...]`, `\d \w \s \D \W \S \b \B`, `\t \n \r \f \v \xHH \uHHHH`, anchors `^ $`,
/// groups `( )` `(?: )` `(?<name> )`, `|`, `* + ?` and `{m}` `{m,}` `{m,n}`, lazy or not. Back references, look-ahead,
/// look-behind, inline flags and Unicode properties are refused by name.
///
/// Source: Thompson (1968); the simulation with a list of states is Pike's, as described by Cox (2009).
class Pattern {
 public:
  static constexpr std::size_t max_length = 2000;        ///< characters of a pattern
  static constexpr std::size_t max_instructions = 5000;  ///< after {m,n} is written out
  static constexpr int max_depth = 50;                   ///< groups inside groups

  /// Throws enkat::Error (definition) that names the character, what was found and what was expected.
  [[nodiscard]] static Pattern compile(std::string_view pattern);

  /// Whether the pattern occurs anywhere in the text: the meaning of JSON Schema's "pattern".
  [[nodiscard]] bool search(std::string_view utf8) const { return run(utf8, false); }
  /// Whether the pattern matches the text from its beginning to its end.
  [[nodiscard]] bool full_match(std::string_view utf8) const { return run(utf8, true); }

  struct Range {
    char32_t first, last;
  };
  enum class Kind : std::uint8_t { set, split, jump, begin, end, word_edge, no_word_edge, match };
  /// One instruction. `set` goes on with the next one when the character is in one of the ranges x to y - 1.
  struct Instruction {
    Kind kind = Kind::match;
    int x = 0, y = 0;  ///< targets of split and jump
  };

 private:
  [[nodiscard]] bool run(std::string_view utf8, bool whole) const;

  std::vector<Instruction> program_;
  std::vector<Range> ranges_;
};

}  // namespace enkat
