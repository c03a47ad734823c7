#pragma once
#include <string>
#include <string_view>

namespace enkat {

inline constexpr char32_t replacement_character = 0xFFFD;

/// The code point that begins at byte `at`, which moves behind it. A byte that begins no valid sequence (also an
/// overlong form or a surrogate) gives U+FFFD and moves by one.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& at);

/// Appends a code point.
void append_utf8(std::string& out, char32_t c);

}  // namespace enkat
