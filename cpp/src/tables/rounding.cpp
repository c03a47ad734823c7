#include "enkat/tables/rounding.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace enkat {

double round_published(double value, int decimals) {
  const double unit = std::pow(10.0, decimals);
  const double scaled = std::abs(value) * unit;
  if (!(scaled < 9007199254740992.0)) return value;
  const double rounded = std::floor(scaled + 0.5 + 1e-9) / unit;
  return rounded == 0 ? 0 : std::copysign(rounded, value);
}

std::string text_published(double value, int decimals) {
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  return {buffer.data(), end.ptr};
}

}  // namespace enkat
