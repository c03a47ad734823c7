#include "enkat/reading/numbers.hpp"

#include <array>
#include <cmath>
#include <cstdint>

#include "enkat/base/numbers.hpp"
#include "enkat/reading/encoding.hpp"

namespace enkat {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether `text` (sign and digits, then groups) is 1 to 3 digits and then groups of exactly three after each `mark`.
bool properly_grouped(std::string_view text, char mark) {
  std::size_t since = 0;
  bool seen = false;
  for (const char c : text) {
    if (c == mark) {
      if (since == 0 || since > 3 || (seen && since != 3)) return false;
      seen = true;
      since = 0;
    } else if (is_digit(c)) {
      ++since;
    }
  }
  return !seen || since == 3;
}

std::string without(std::string_view text, char mark) {
  std::string out;
  for (const char c : text)
    if (c != mark) out.push_back(c);
  return out;
}

/// Makes one decimal point of whatever commas, points and spaces there are; "" when that has no single meaning.
std::string with_point(std::string_view text, Comma comma, std::string& why_not) {
  std::string s(text);
  if (s.find(' ') != std::string::npos) {
    if (!properly_grouped(std::string_view(s).substr(0, s.find_first_of(".,")), ' ')) return {};
    s = without(s, ' ');
  }
  const std::size_t point = s.rfind('.'), last_comma = s.rfind(',');
  if (last_comma == std::string::npos) {
    if (s.find('.') == point) return s;
    return properly_grouped(s, '.') ? without(s, '.') : std::string();
  }
  if (point != std::string::npos) {  // both: the later one is the decimal mark
    const char group = point < last_comma ? '.' : ',';
    const std::size_t mark = point < last_comma ? last_comma : point;
    if (!properly_grouped(std::string_view(s).substr(0, mark), group)) return {};
    s = without(s.substr(0, mark), group) + "." + s.substr(mark + 1);
    return s.find(',') == std::string::npos ? s : std::string();
  }
  if (s.find(',') != last_comma) return properly_grouped(s, ',') ? without(s, ',') : std::string();
  if (comma == Comma::ambiguous && properly_grouped(s, ',') && s.find_first_of("123456789") < last_comma) {
    why_not = "expected a number; the comma could be a decimal comma or separate thousands";
    return {};
  }
  s[last_comma] = '.';
  return s;
}

constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Digits with at most one point and an exponent to the nearest double. Up to 15 digits and 22 decimals one exact
/// division is right (Clinger 1990, the fast path); the rest goes to the library.
std::optional<double> to_double(std::string_view s) {
  std::size_t i = 0;
  const bool negative = !s.empty() && s[0] == '-';
  if (!s.empty() && (s[0] == '-' || s[0] == '+')) ++i;
  std::uint64_t digits = 0;
  std::size_t count = 0, decimals = 0;
  bool point = false, simple = true;
  for (; i < s.size() && (is_digit(s[i]) || (s[i] == '.' && !point)); ++i) {
    if (s[i] == '.') {
      point = true;
      continue;
    }
    if (digits < 100'000'000'000'000ULL)
      digits = digits * 10 + static_cast<std::uint64_t>(s[i] - '0');
    else
      simple = false;
    ++count;
    decimals += point;
  }
  if (count == 0) return std::nullopt;
  if (i < s.size()) {
    if (s[i] != 'e' && s[i] != 'E') return std::nullopt;
    std::size_t j = i + 1;
    if (j < s.size() && (s[j] == '-' || s[j] == '+')) ++j;
    if (j == s.size()) return std::nullopt;
    for (; j < s.size(); ++j)
      if (!is_digit(s[j])) return std::nullopt;
    simple = false;
  }
  if (simple && decimals < powers_of_ten.size()) {
    const double value = static_cast<double>(digits) / powers_of_ten[decimals];
    return negative ? -value : value;
  }
  return number_from(s.starts_with('+') ? s.substr(1) : s);
}

}  // namespace

ParsedNumber parse_number(std::string_view text, Comma comma) {
  std::string_view t = trimmed(text);
  std::optional<double> plain = to_double(t);
  if (plain) return {plain, {}};
  if (t.size() > 64) return {std::nullopt, "expected a number"};
  std::string s = normalised_spaces(t), why_not = "expected a number";
  if (s.starts_with("\xE2\x88\x92")) s.replace(0, 3, "-");  // the typographic minus sign
  for (const char c : s)
    if (!is_digit(c) && std::string_view(" .,+-").find(c) == std::string_view::npos) return {std::nullopt, why_not};
  const std::string pointed = with_point(s, comma, why_not);
  if (pointed.empty()) return {std::nullopt, why_not};
  plain = to_double(pointed);
  return {plain, plain ? std::string() : why_not};
}

}  // namespace enkat
