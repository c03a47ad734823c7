#pragma once
#include <string>
#include <string_view>

namespace enkat {

/// Whether the bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// The bytes as UTF-8: valid sequences stay, every other byte is read as Windows-1252 (which contains Latin-1's
/// letters).
[[nodiscard]] std::string repaired_utf8(std::string_view bytes);

/// Removes a byte order mark and turns UTF-16 (with a mark) into UTF-8. `had_mark` tells whether there was one.
/// Throws enkat::Error (data) for UTF-16 without a mark and for UTF-32, with the repair.
[[nodiscard]] std::string without_byte_order_mark(std::string bytes, bool& had_mark);

/// At most `limit` bytes of a text, cut between two characters, with "..." where something was cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit = 120);

/// The text with runs of white space (also no-break spaces) as one space, and none at either end.
[[nodiscard]] std::string normalised_spaces(std::string_view text);

/// The text without white space at either end; a view of the same bytes.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Lower case for A to Z; other characters stay.
[[nodiscard]] std::string lower_ascii(std::string_view text);

}  // namespace enkat
