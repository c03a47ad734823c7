#include "pattern_tree.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "enkat/base/error.hpp"
#include "enkat/base/utf8.hpp"

namespace enkat::detail {
namespace {

using Range = Pattern::Range;
using Ranges = std::vector<Range>;
using Kind = PatternNode::Kind;

constexpr char32_t last_code_point = 0x10FFFF;
constexpr int max_repeat = 1000;

Ranges complement(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.first < b.first; });
  Ranges out;
  char32_t next = 0;
  for (const Range r : ranges) {
    if (r.first > next) out.push_back({next, r.first - 1});
    next = std::max<char32_t>(next, r.last + 1);
  }
  if (next <= last_code_point) out.push_back({next, last_code_point});
  return out;
}

const Ranges digits{{'0', '9'}};
const Ranges word{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
const Ranges space{{0x09, 0x0D},     {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                   {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
const Ranges line_ends{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};

/// Recursive descent: alternatives > sequence > repeated atom.
class PatternParser {
 public:
  explicit PatternParser(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size();) text_.push_back(next_code_point(pattern, at));
    if (text_.size() > Pattern::max_length)
      throw Error(ErrorCode::definition, "found " + std::to_string(text_.size()) + " characters, expected at most " +
                                             std::to_string(Pattern::max_length));
  }

  PatternTree run() {
    tree_.root = alternatives();
    if (!done()) refuse("')' without '('", "a balanced pattern");
    return std::move(tree_);
  }

 private:
  [[nodiscard]] bool done() const { return at_ == text_.size(); }
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  bool accept(char32_t c) { return !done() && peek() == c && (++at_, true); }
  [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
    throw Error(ErrorCode::definition, "character " + std::to_string(std::min(at_ + 1, text_.size())) +
                                           " of the pattern: found " + found + ", expected " + expected);
  }
  int add(PatternNode node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<int>(tree_.nodes.size()) - 1;
  }
  int set(Ranges ranges) { return add({.kind = Kind::set, .ranges = std::move(ranges)}); }
  int assertion(Pattern::Kind kind) { return add({.kind = Kind::assertion, .assertion = kind}); }

  int alternatives() {
    if (++depth_ > Pattern::max_depth)
      refuse("too many groups inside groups", "at most " + std::to_string(Pattern::max_depth));
    std::vector<int> choices{sequence()};
    while (accept('|')) choices.push_back(sequence());
    --depth_;
    return choices.size() == 1 ? choices[0] : add({.kind = Kind::alternatives, .children = std::move(choices)});
  }

  int sequence() {
    std::vector<int> parts;
    while (!done() && peek() != '|' && peek() != ')') parts.push_back(repeated());
    return add({.kind = Kind::sequence, .children = std::move(parts)});
  }

  int repeated() {
    int atom = this->atom();
    for (int least = 0, most = 0; quantifier(least, most);) {
      if (tree_.nodes[static_cast<std::size_t>(atom)].kind == Kind::repeat)
        refuse("a quantifier after a quantifier", "one");
      atom = add({.kind = Kind::repeat, .children = {atom}, .least = least, .most = most});
      accept('?');  // a lazy quantifier matches the same texts
    }
    return atom;
  }

  bool quantifier(int& least, int& most) {
    if (done()) return false;
    if (accept('*')) return least = 0, most = -1, true;
    if (accept('+')) return least = 1, most = -1, true;
    if (accept('?')) return least = 0, most = 1, true;
    return peek() == '{' && counted(least, most);
  }

  /// `{m}`, `{m,}`, `{m,n}`; a brace that is none of these is a literal.
  bool counted(int& least, int& most) {
    const std::size_t start = at_++;
    const auto first = integer();
    most = least = first.value_or(0);
    if (first && accept(',')) most = peek() == '}' ? -1 : integer().value_or(-2);
    if (!first || most == -2 || !accept('}')) return at_ = start, false;
    if (least > max_repeat || most > max_repeat)
      refuse("a repetition above " + std::to_string(max_repeat), "fewer; use max_length");
    if (most >= 0 && most < least) refuse("a repetition whose limits are swapped", "{least,most}");
    return true;
  }

  std::optional<int> integer() {
    if (peek() < '0' || peek() > '9') return std::nullopt;
    int value = 0;
    for (; peek() >= '0' && peek() <= '9'; ++at_)
      value = std::min(value * 10 + static_cast<int>(peek() - '0'), max_repeat + 1);
    return value;
  }

  int atom() {
    const char32_t c = peek();
    if (c == '{') {
      int least = 0, most = 0;
      if (counted(least, most)) refuse("a quantifier with nothing before it", "something to repeat");
    }
    if (c == '*' || c == '+' || c == '?')
      refuse("a quantifier with nothing before it", "something to repeat, or \\ before it");
    ++at_;
    switch (c) {
      case '(':
        return group();
      case '[':
        return set(character_class());
      case '.':
        return set(complement(line_ends));
      case '^':
        return assertion(Pattern::Kind::begin);
      case '$':
        return assertion(Pattern::Kind::end);
      case '\\':
        return escape();
      default:
        return set({{c, c}});
    }
  }

  int group() {
    if (accept('?') && !accept(':')) {
      if (peek() == '=' || peek() == '!')
        refuse("look-ahead", "a pattern without it: it cannot be matched in bounded time");
      if (peek() == '<' && (peek(1) == '=' || peek(1) == '!')) refuse("look-behind", "a pattern without it");
      if (!accept('<')) refuse("inline flags or an unknown kind of group", "( ), (?: ) or (?<name> )");
      while (!done() && peek() != '>') ++at_;
      if (!accept('>')) refuse("a group name without '>'", "(?<name> )");
    }
    const int inner = alternatives();
    if (!accept(')')) refuse("the end", "')'");
    return inner;
  }

  int escape() {
    if (accept('b')) return assertion(Pattern::Kind::word_edge);
    if (accept('B')) return assertion(Pattern::Kind::no_word_edge);
    if ((peek() >= '1' && peek() <= '9') || peek() == 'k')
      refuse("a back reference", "a pattern without it: it cannot be matched in bounded time");
    return set(escaped_set());
  }

  /// What stands behind a backslash, as a set; a single character for most.
  Ranges escaped_set() {
    if (done()) refuse("a backslash at the end", "a character behind it");
    const char32_t c = text_[at_++];
    switch (c) {
      case 'd':
        return digits;
      case 'D':
        return complement(digits);
      case 'w':
        return word;
      case 'W':
        return complement(word);
      case 's':
        return space;
      case 'S':
        return complement(space);
      case 'p':
      case 'P':
        --at_;
        refuse("a Unicode property", "the characters themselves, as [A-Za-zÅÄÖåäö]");
      default:
        break;
    }
    const char32_t single = escaped_character(c);
    return {{single, single}};
  }

  char32_t escaped_character(char32_t c) {
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case '0':
        return '\0';
      case 'x':
        return hexadecimal(2);
      case 'u':
        return hexadecimal(4);
      default:
        break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      --at_, refuse("an unknown escape", "\\d \\w \\s \\b \\t \\n ...");
    return c;
  }

  char32_t hexadecimal(int count) {
    char32_t value = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      const char32_t c = peek() | 0x20;
      if (c >= '0' && c <= '9')
        value = value * 16 + (c - '0');
      else if (c >= 'a' && c <= 'f')
        value = value * 16 + (c - 'a' + 10);
      else
        refuse("an escape with too few digits", std::to_string(count) + " hexadecimal digits");
    }
    return value;
  }

  Ranges character_class() {
    const bool negated = accept('^');
    Ranges out;
    while (!accept(']')) {
      if (done()) refuse("a class without ']'", "']'");
      Ranges item = class_item();
      const bool range = peek() == '-' && peek(1) != ']' && item.size() == 1 && item[0].first == item[0].last;
      if (range && at_ + 1 < text_.size()) {
        ++at_;
        const Ranges upper = class_item();
        if (upper.size() != 1 || upper[0].first != upper[0].last || upper[0].first < item[0].first)
          refuse("a range whose ends are swapped or no characters", "first-last");
        item[0].last = upper[0].first;
      }
      out.insert(out.end(), item.begin(), item.end());
    }
    return negated ? complement(std::move(out)) : out;
  }

  Ranges class_item() {
    const char32_t c = text_[at_++];
    if (c != '\\') return {{c, c}};
    if (accept('b')) return {{'\b', '\b'}};
    if (accept('-')) return {{'-', '-'}};
    return escaped_set();
  }

  std::vector<char32_t> text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  PatternTree tree_;
};

}  // namespace

PatternTree parse_pattern(std::string_view pattern) { return PatternParser(pattern).run(); }

}  // namespace enkat::detail
