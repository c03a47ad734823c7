#pragma once
#include <cstdint>
#include <string_view>

namespace enkat {

/// Why an answer is absent. `none` means that it is present.
enum class Missing : std::uint8_t { none, not_shown, no_answer, refused, no_opinion, breakoff, invalid };

inline constexpr int missing_kinds = 7;

/// The public name of a kind, the same in every language binding.
[[nodiscard]] constexpr std::string_view name_of(Missing kind) {
  constexpr std::string_view names[missing_kinds] = {"none",       "not_shown", "no_answer", "refused",
                                                     "no_opinion", "breakoff",  "invalid"};
  return names[static_cast<int>(kind)];
}

}  // namespace enkat
