#include "enkat/base/numbers.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <locale>
#include <sstream>

namespace enkat {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text, std::size_t from) {
  std::size_t n = 0;
  while (from + n < text.size() && is_digit(text[from + n])) ++n;
  return n;
}

int two(std::string_view t, std::size_t i) { return (t[i] - '0') * 10 + (t[i + 1] - '0'); }

double converted(std::string_view text) {
#if defined(__cpp_lib_to_chars)
  double value = HUGE_VAL;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
#else  // a standard library without from_chars for double
  std::istringstream in{std::string(text)};
  in.imbue(std::locale::classic());
  double value = HUGE_VAL;
  return in >> value ? value : HUGE_VAL;
#endif
}

}  // namespace

std::size_t number_length(std::string_view text) {
  std::size_t n = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = digits(text, n);
  n += whole;
  std::size_t fraction = 0;
  if (n < text.size() && text[n] == '.') fraction = digits(text, n + 1);
  if (fraction > 0) n += 1 + fraction;
  if (whole + fraction == 0) return 0;
  if (n < text.size() && (text[n] == 'e' || text[n] == 'E')) {
    const std::size_t sign = n + 1 < text.size() && (text[n + 1] == '+' || text[n + 1] == '-') ? 1 : 0;
    if (const std::size_t exponent = digits(text, n + 1 + sign); exponent > 0) n += 1 + sign + exponent;
  }
  return n;
}

std::optional<double> number_from(std::string_view text) {
  if (text.empty() || number_length(text) != text.size()) return std::nullopt;
  const double value = converted(text);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string number_text(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return std::to_string(static_cast<long long>(value));
  char buffer[40];
  for (int precision = 1; precision <= 17; ++precision) {
    std::snprintf(buffer, sizeof buffer, "%.*g", precision, value);
    for (char& c : buffer)
      if (c == ',') c = '.';  // a host program may have set a locale with a decimal comma
    if (converted(buffer) == value) break;
  }
  return buffer;
}

std::optional<int> days_from_iso(std::string_view t) {
  if (t.size() != 10 || digits(t, 0) != 4 || t[4] != '-' || digits(t, 5) != 2 || t[7] != '-' || digits(t, 8) != 2)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{two(t, 0) * 100 + two(t, 2)},
                                         std::chrono::month{static_cast<unsigned>(two(t, 5))},
                                         std::chrono::day{static_cast<unsigned>(two(t, 8))}};
  if (!date.ok()) return std::nullopt;
  return static_cast<int>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::string iso_from_days(int days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer;
}

std::size_t character_count(std::string_view utf8) {
  std::size_t n = 0;
  for (const char c : utf8) n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return n;
}

}  // namespace enkat
