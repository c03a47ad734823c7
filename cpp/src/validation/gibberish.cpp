#include "gibberish.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "enkat/base/utf8.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t examined = 400;  // characters; gibberish shows itself at once

/// What rules 1 to 4 look at: the words in lower case (ASCII folded), and the signs between them.
struct Reading {
  std::vector<std::u32string> words;
  std::u32string signs;
  std::size_t letters = 0;
  bool has_digit = false;
  bool only_ascii_letters = true;
  bool has_lower = false;  ///< not only acronyms
};

bool is_space(char32_t c) { return c <= U' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x3000; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_ascii_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

Reading read(std::string_view text) {
  Reading out;
  bool inside = false;
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size() && n < examined; ++n) {
    char32_t c = next_code_point(text, i);
    const bool sign = c < 0x80 && !is_ascii_letter(c) && !is_digit(c);
    out.has_digit |= is_digit(c);
    if (is_space(c) || sign || is_digit(c)) {
      inside = false;
      if (!is_space(c) && sign) out.signs += c;
      continue;
    }
    out.has_lower |= c >= U'a' && c <= U'z';
    if (c < 0x80)
      c |= 0x20;  // lower case
    else
      out.only_ascii_letters = false;
    if (!inside) out.words.emplace_back();
    inside = true;
    out.words.back() += c;
    ++out.letters;
  }
  return out;
}

bool one_letter_repeated(const Reading& r) {
  std::size_t longest = 0;
  for (const auto& word : r.words) {
    // other scripts repeat a sign to laugh or to stress, and emoji are words
    if (word[0] >= 0x250 || word.find_first_not_of(word[0]) != std::u32string::npos) return false;
    longest = std::max(longest, word.size());
  }
  return longest >= 4;
}

// The upper rows first: they hold words ("were", "tre", "poi"), the others none.
constexpr std::array<std::u32string_view, 8> keyboard_rows = {U"qwertyuiop", U"qwertzuiop", U"azertyuiop", U"asdfghjkl",
                                                              U"qsdfghjklm", U"zxcvbnm",    U"yxcvbnm",    U"wxcvbn"};
constexpr std::size_t upper_rows = 3;

/// A piece of a keyboard row, read either way.
struct Run {
  std::size_t length = 1;
  bool upper = true;
};

/// The longest run with which the text goes on.
Run along_keyboard(std::u32string_view rest) {
  Run best;
  for (std::size_t k = 0; k < keyboard_rows.size(); ++k) {
    const std::u32string_view row = keyboard_rows[k];
    const std::size_t at = row.find(rest[0]);
    if (at == std::u32string_view::npos) continue;
    std::size_t right = 1, left = 1;
    while (right < rest.size() && at + right < row.size() && rest[right] == row[at + right]) ++right;
    while (left < rest.size() && left <= at && rest[left] == row[at - left]) ++left;
    if (std::max(right, left) > best.length) best = {std::max(right, left), k < upper_rows};
  }
  return best;
}

/// The whole text is runs of three keys and more; one of them is no part of a word.
bool keyboard_run(const Reading& r) {
  if (r.letters < 4 && !(r.words.size() == 1 && (r.words[0] == U"asd" || r.words[0] == U"qwe"))) return false;
  bool typical = false;
  for (const auto& word : r.words) {
    std::u32string_view rest = word;
    while (!rest.empty()) {
      const Run run = along_keyboard(rest);
      if (run.length < 3) return false;
      typical = typical || !run.upper || run.length >= 5 || rest.starts_with(U"qwe");
      rest.remove_prefix(run.length);
    }
  }
  return typical;
}

bool only_signs(const Reading& r) {
  if (r.letters > 0 || r.has_digit || r.signs.size() < 5) return false;
  if (r.signs.find_first_not_of(U"-_=") == std::u32string::npos) return false;  // a line
  return r.signs[0] != U':' && r.signs[0] != U';' && r.signs[0] != U'(';        // an emoticon
}

bool unpronounceable(const Reading& r) {
  constexpr std::size_t least_letters = 7, least_different = 4, longest_known = 8;
  if (!r.only_ascii_letters || r.letters < least_letters) return false;
  std::size_t longest = 0;
  bool vowel = false;
  std::u32string different;
  for (const auto& word : r.words) {
    std::size_t run = 0;
    for (const char32_t c : word) {
      const bool carries = std::u32string_view(U"aeiouyrl").find(c) != std::u32string_view::npos;
      run = carries ? 0 : run + 1;
      vowel |= carries;
      longest = std::max(longest, run);
      if (different.find(c) == std::u32string::npos) different += c;
    }
  }
  // "shhhhhh" and "tsktsk" are words, "HTTPS, DNS" are acronyms
  const bool mute = !vowel && r.has_lower && different.size() >= least_different && r.words.size() <= 3 && longest >= 5;
  return longest > longest_known || mute;
}

}  // namespace

bool is_gibberish(std::string_view text) {
  const Reading r = read(text);
  if (r.words.empty()) return only_signs(r);
  return one_letter_repeated(r) || keyboard_run(r) || unpronounceable(r);
}

}  // namespace enkat::detail
