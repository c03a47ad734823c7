#include "enkat/reading/encoding.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "enkat/base/error.hpp"
#include "enkat/base/utf8.hpp"

namespace enkat {
namespace {

/// The length of the UTF-8 sequence at the start of `s`, or 0 when there is none.
std::size_t sequence_length(std::string_view s) {
  std::size_t at = 0;
  (void)next_code_point(s, at);
  return at == 1 && static_cast<std::uint8_t>(s[0]) >= 0x80 ? 0 : at;
}

/// Windows-1252, 0x80 to 0x9F; the five unassigned bytes become U+FFFD. Above that it equals Latin-1.
constexpr std::array<std::uint16_t, 32> windows_1252 = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                                        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

/// UTF-16 code units to UTF-8; a lone surrogate becomes U+FFFD.
std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](std::size_t i) {
    const auto first = static_cast<std::uint8_t>(bytes[i]), second = static_cast<std::uint8_t>(bytes[i + 1]);
    return static_cast<std::uint32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t c = unit(i);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00U) == 0xDC00U) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = 0xFFFD;
    }
    append_utf8(out, c);
  }
  return out;
}

bool starts_with_bytes(std::string_view bytes, std::initializer_list<int> mark) {
  std::size_t i = 0;
  for (const int m : mark)
    if (i >= bytes.size() || static_cast<std::uint8_t>(bytes[i++]) != m) return false;
  return true;
}

/// The length of a white-space character at the start of `s` (ASCII, U+00A0, U+2000 to U+200B, U+202F, U+FEFF), or 0.
std::size_t space_length(std::string_view s) {
  const auto c = static_cast<std::uint8_t>(s[0]);
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (c == 0xC2 && s.size() > 1 && static_cast<std::uint8_t>(s[1]) == 0xA0) return 2;
  if (c < 0xE2 || s.size() < 3) return 0;
  const auto b = static_cast<std::uint8_t>(s[1]), d = static_cast<std::uint8_t>(s[2]);
  if (c == 0xE2 && b == 0x80 && ((d >= 0x80 && d <= 0x8B) || d == 0xAF)) return 3;
  return c == 0xEF && b == 0xBB && d == 0xBF ? 3 : 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    if (std::uint64_t eight = 0; i + 8 <= bytes.size()) {
      std::memcpy(&eight, bytes.data() + i, 8);
      if ((eight & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    const std::size_t n = sequence_length(bytes.substr(i, 4));
    if (n == 0) return false;
    i += n;
  }
  return true;
}

std::string repaired_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 8);
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t n = sequence_length(bytes.substr(i, 4));
    if (n > 0) {
      out.append(bytes.substr(i, n));
      i += n;
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(bytes[i++]);
    append_utf8(out, byte < 0xA0 ? windows_1252[byte - 0x80U] : byte);
  }
  return out;
}

std::string without_byte_order_mark(std::string bytes, bool& had_mark) {
  had_mark = true;
  if (starts_with_bytes(bytes, {0xFF, 0xFE, 0, 0}) || starts_with_bytes(bytes, {0, 0, 0xFE, 0xFF}))
    throw Error(ErrorCode::data, "the file is UTF-32; save it as CSV with encoding UTF-8");
  if (starts_with_bytes(bytes, {0xEF, 0xBB, 0xBF})) return bytes.erase(0, 3);
  if (starts_with_bytes(bytes, {0xFF, 0xFE})) return from_utf16(std::string_view(bytes).substr(2), false);
  if (starts_with_bytes(bytes, {0xFE, 0xFF})) return from_utf16(std::string_view(bytes).substr(2), true);
  had_mark = false;
  const std::string_view start = std::string_view(bytes).substr(0, 4096);
  std::size_t zeros = 0;
  for (const char c : start) zeros += c == '\0';
  if (zeros * 4 > start.size())
    throw Error(
        ErrorCode::data,
        "the file is full of zero bytes: it is UTF-16 without a byte order mark, or no text file at all; save it as "
        "CSV with encoding UTF-8");
  return bytes;
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  std::size_t end = limit;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string normalised_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool pending = false;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t n = space_length(text.substr(i)); n > 0) {
      pending = !out.empty();
      i += n;
      continue;
    }
    if (pending) out.push_back(' ');
    pending = false;
    out.push_back(text[i++]);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const std::size_t n = space_length(text);
    if (n == 0) break;
    text.remove_prefix(n);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && text.size() - start < 3 && (static_cast<std::uint8_t>(text[start]) & 0xC0U) == 0x80U) --start;
    if (space_length(text.substr(start)) != text.size() - start) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace enkat
