#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "enkat/table/responses.hpp"

namespace enkat::detail {

/// Seconds since 1970-01-01T00:00:00 on the same clock of "yyyy-mm-ddThh:mm:ss". Throws enkat::Error (definition).
[[nodiscard]] std::int64_t local_seconds(const std::string& text, const char* where);

/// Days since 1970-01-01.
[[nodiscard]] std::int64_t day_number(std::int64_t seconds);

/// "yyyy-mm-dd hh:mm:ss +hh:mm", or the date alone.
[[nodiscard]] std::string moment_text(const Moment& moment);

/// Seconds from a to b; by day where one of them has no time of day. Nullopt when only one names an offset and the two
/// clocks cannot be compared.
[[nodiscard]] std::optional<std::int64_t> seconds_between(const Moment& a, const Moment& b);

}  // namespace enkat::detail
