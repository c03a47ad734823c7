#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace enkat {

/// The cells of a file that was parsed: they stay where they are in its bytes, four bytes of memory per cell. A cell
/// begins at its place behind the start of its row and ends one character (two, between quotes) before the next one;
/// behind the last cell of a row stands where another one would begin.
struct ParsedFile {
  static constexpr std::uint32_t place = (std::uint32_t{1} << 29) - 1;
  static constexpr std::uint32_t quoted = std::uint32_t{1} << 29;   ///< the place is behind the quote
  static constexpr std::uint32_t special = std::uint32_t{1} << 30;  ///< the text is in `texts`
  static constexpr std::uint32_t bad_encoding = std::uint32_t{1} << 31;

  struct Row {
    std::uint32_t* cells;  ///< width + 1 of them
    std::uint64_t start;
    std::uint32_t width;
  };

  std::string bytes;
  std::vector<std::vector<std::uint32_t>> cells;  ///< by the chunks in which the file was parsed
  std::vector<Row> rows;
  /// Texts that do not stand in the bytes as they are: with doubled quotes, or repaired.
  std::unordered_map<const std::uint32_t*, std::string> texts;

  [[nodiscard]] std::string_view text(const Row& row, std::size_t column) const {
    const std::uint32_t here = row.cells[column], next = row.cells[column + 1];
    if (here & special) return texts.at(row.cells + column);
    const std::uint32_t quotes = ((here & quoted) != 0 ? 1U : 0U) + ((next & quoted) != 0 ? 1U : 0U);
    const std::uint32_t begin = here & place;
    return {bytes.data() + row.start + begin, (next & place) - 1 - quotes - begin};
  }
};

}  // namespace enkat
