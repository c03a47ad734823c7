#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace enkat {

/// How a comma inside a number is meant when it could be either.
enum class Comma { decimal, ambiguous };

struct ParsedNumber {
  std::optional<double> value;
  std::string why_not;  ///< what was expected, when there is no value
};

/// A decimal number as people and programs write it: sign, digits, point or comma, exponent; blanks around it; groups
/// of three separated by (no-break) spaces, or by the other of point and comma ("1.234,5" and "1,234.5" are the same).
/// "1,234" alone is 1.234 where the file writes decimal commas (Comma::decimal) and refused otherwise.
/// Words such as nan and inf, units, and numbers beyond double are refused. Exact: the nearest double.
[[nodiscard]] ParsedNumber parse_number(std::string_view text, Comma comma);

}  // namespace enkat
