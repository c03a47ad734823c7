#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "enkat/table/responses.hpp"

namespace enkat {

/// Days since 1970-01-01 of a date of the Gregorian calendar, or nothing when there is no such day.
[[nodiscard]] std::optional<std::int32_t> days_from_date(std::int64_t year, int month, int day);

/// What "03/04/2023" means in a file.
enum class SlashDate { refused, day_first, month_first };

/// A date, perhaps with a time of day and a zone, as the survey tools write it:
/// 2023-01-11, 2023/01/11, 11.01.2023 and (by `slashes`) 11/01/2023; then nothing, or after T, a space or _ a time
/// 9:05, 09:05:00, 09-05-00, 09:05:00.000, with AM or PM; then nothing, Z, +01:00, +0100, GMT+1, UTC-3:30.
/// Nothing when the text is no such moment, the day is not in the calendar, or the year is outside 1000 to 9999.
[[nodiscard]] std::optional<Moment> parse_moment(std::string_view text, SlashDate slashes = SlashDate::refused);

/// The day of a moment, as days since 1970-01-01.
[[nodiscard]] std::int32_t day_of(const Moment& moment);

/// A time of day, normalised to HH:MM or HH:MM:SS, or "" when the text is none.
[[nodiscard]] std::string parse_time_of_day(std::string_view text);

}  // namespace enkat
