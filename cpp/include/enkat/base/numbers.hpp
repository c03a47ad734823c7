#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace enkat {

/// The number that the whole text writes, with a decimal point and in any locale; nullopt for anything else (also for
/// inf, nan, hexadecimal, blanks around it and numbers too large for a double).
[[nodiscard]] std::optional<double> number_from(std::string_view text);

/// The number of characters at the start of the text that write a number: 0 when it begins with none.
[[nodiscard]] std::size_t number_length(std::string_view text);

/// The shortest text that reads back as the same number: "0.1", "12".
[[nodiscard]] std::string number_text(double value);

/// Days since 1970-01-01 of "yyyy-mm-dd"; nullopt when this is no date of the calendar.
[[nodiscard]] std::optional<int> days_from_iso(std::string_view text);

/// "yyyy-mm-dd" of days since 1970-01-01.
[[nodiscard]] std::string iso_from_days(int days);

/// How many characters (code points) a UTF-8 text has.
[[nodiscard]] std::size_t character_count(std::string_view utf8);

}  // namespace enkat
