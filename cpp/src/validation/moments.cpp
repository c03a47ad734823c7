#include "moments.hpp"

#include <cstdio>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat::detail {
namespace {

constexpr std::int64_t day_seconds = 86400;

}  // namespace

std::int64_t local_seconds(const std::string& text, const char* where) {
  const auto days = text.size() == 19 ? days_from_iso(std::string_view(text).substr(0, 10)) : std::nullopt;
  int hour = 0, minute = 0, second = 0;
  if (!days || std::sscanf(text.c_str() + 10, "T%2d:%2d:%2d", &hour, &minute, &second) != 3)
    throw Error(ErrorCode::definition, "found \"" + text + "\", expected yyyy-mm-ddThh:mm:ss", where);
  return *days * day_seconds + hour * 3600 + minute * 60 + second;
}

std::int64_t day_number(std::int64_t seconds) { return seconds / day_seconds - (seconds % day_seconds < 0 ? 1 : 0); }

std::string moment_text(const Moment& m) {
  const std::int64_t day = day_number(m.local_seconds);
  std::string out = iso_from_days(static_cast<int>(day));
  if (m.date_only) return out;
  const int s = static_cast<int>(m.local_seconds - day * day_seconds);
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, " %02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  out += buffer;
  if (!m.utc_offset_seconds) return out;
  const int offset = *m.utc_offset_seconds, size = offset < 0 ? -offset : offset;
  std::snprintf(buffer, sizeof buffer, " %c%02d:%02d", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
  return out + buffer;
}

std::optional<std::int64_t> seconds_between(const Moment& a, const Moment& b) {
  if (a.date_only || b.date_only) return (day_number(b.local_seconds) - day_number(a.local_seconds)) * day_seconds;
  if (a.utc_offset_seconds.has_value() != b.utc_offset_seconds.has_value()) return std::nullopt;
  return (b.local_seconds - b.utc_offset_seconds.value_or(0)) - (a.local_seconds - a.utc_offset_seconds.value_or(0));
}

}  // namespace enkat::detail
