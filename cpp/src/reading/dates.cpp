#include "enkat/reading/dates.hpp"

#include <array>

#include "enkat/reading/encoding.hpp"

namespace enkat {
namespace {

/// Reads a text from left to right; every function either takes what it names and returns true or leaves the place.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char next() const { return rest_.empty() ? '\0' : rest_[0]; }

  bool take(char c) {
    if (next() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  /// Between `least` and `most` digits.
  bool number(int& out, std::size_t least, std::size_t most) {
    std::size_t n = 0;
    int value = 0;
    for (; n < most && n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9'; ++n)
      value = value * 10 + (rest_[n] - '0');
    if (n < least) return false;
    rest_.remove_prefix(n);
    out = value;
    return true;
  }
  void spaces() { rest_ = trimmed(rest_); }

 private:
  std::string_view rest_;
};

/// Days since 1970-01-01. Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
std::int64_t days_from_civil(std::int64_t y, int m, int d) {
  y -= m <= 2;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

std::optional<std::int32_t> scan_date(Scanner& in, SlashDate slashes) {
  int first = 0, second = 0, third = 0;
  if (!in.number(first, 1, 4)) return std::nullopt;
  const char mark = in.next();
  if ((mark != '-' && mark != '/' && mark != '.') || !in.take(mark)) return std::nullopt;
  if (!in.number(second, 1, 2) || !in.take(mark) || !in.number(third, 1, 4)) return std::nullopt;
  if (first > 31) return days_from_date(first, second, third);
  if (mark == '-' || third < 1000 || (mark == '/' && slashes == SlashDate::refused)) return std::nullopt;
  const bool month_first = mark == '/' && slashes == SlashDate::month_first;
  return days_from_date(third, month_first ? first : second, month_first ? second : first);
}

/// Seconds since midnight.
std::optional<int> scan_time(Scanner& in) {
  int hour = 0, minute = 0, second = 0, fraction = 0;
  if (!in.number(hour, 1, 2)) return std::nullopt;
  const char mark = in.next();
  if ((mark != ':' && mark != '-' && mark != '.') || !in.take(mark) || !in.number(minute, 2, 2)) return std::nullopt;
  if (in.take(mark) && !in.number(second, 2, 2)) return std::nullopt;
  if (in.take('.') || in.take(',')) {
    if (!in.number(fraction, 1, 9)) return std::nullopt;
  }
  in.spaces();
  const bool afternoon = in.take("PM") || in.take("pm");
  const bool morning = !afternoon && (in.take("AM") || in.take("am"));
  if (afternoon || morning) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + (afternoon ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
}

/// Seconds east of UTC, when the rest of the text is a zone; `wrong` when there is a rest that is none.
std::optional<std::int32_t> scan_zone(Scanner& in, bool& wrong) {
  in.spaces();
  if (in.done()) return std::nullopt;
  const bool named = in.take("GMT") || in.take("UTC") || in.take('Z');
  if (named && in.done()) return 0;
  const int sign = in.take('+') ? 1 : in.take('-') || in.take("\xE2\x88\x92") ? -1 : 0;
  int hours = 0, minutes = 0;
  wrong = sign == 0 || !in.number(hours, 1, 2);
  if (!wrong && !in.done()) {
    (void)in.take(':');
    wrong = !in.number(minutes, 2, 2);
  }
  wrong = wrong || !in.done() || hours > 14 || minutes > 59;
  return wrong ? std::nullopt : std::optional<std::int32_t>(sign * (hours * 3600 + minutes * 60));
}

}  // namespace

std::optional<std::int32_t> days_from_date(std::int64_t year, int month, int day) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0)) return std::nullopt;
  return static_cast<std::int32_t>(days_from_civil(year, month, day));
}

std::optional<Moment> parse_moment(std::string_view text, SlashDate slashes) {
  Scanner in(trimmed(text));
  const std::optional<std::int32_t> day = scan_date(in, slashes);
  if (!day) return std::nullopt;
  Moment moment{.local_seconds = std::int64_t{*day} * 86400, .utc_offset_seconds = std::nullopt, .date_only = true};
  if (in.done()) return moment;
  if (!in.take('T') && !in.take('_') && !in.take(' ')) return std::nullopt;
  in.spaces();
  const std::optional<int> time = scan_time(in);
  if (!time) return std::nullopt;
  bool wrong = false;
  moment.utc_offset_seconds = scan_zone(in, wrong);
  if (wrong) return std::nullopt;
  moment.local_seconds += *time;
  moment.date_only = false;
  return moment;
}

std::int32_t day_of(const Moment& moment) {
  const std::int64_t s = moment.local_seconds;
  return static_cast<std::int32_t>((s >= 0 ? s : s - 86399) / 86400);
}

std::string parse_time_of_day(std::string_view text) {
  Scanner in(trimmed(text));
  const std::optional<int> time = scan_time(in);
  if (!time || !in.done()) return {};
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  const std::string out = two(*time / 3600) + ":" + two(*time / 60 % 60);
  return *time % 60 == 0 ? out : out + ":" + two(*time % 60);
}

}  // namespace enkat
