#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enkat::detail {

/// The cells of some records of a CSV file that lie one after the other, as ParsedFile has them.
struct CsvChunk {
  struct Row {
    std::size_t first;  ///< of its cells among `cells`
    std::uint64_t start;
    std::uint32_t width;
  };
  std::vector<std::uint32_t> cells;
  std::vector<Row> rows;
  std::vector<std::pair<std::size_t, std::string>> texts;  ///< by the cell's place among `cells`
  bool unclosed = false;                                   ///< the last record ends inside quotes
  bool too_wide = false;   ///< the last record has more cells than allowed; nothing behind it was parsed
  bool too_long = false;   ///< the last record is longer than places reach; nothing behind it was parsed
  bool valid_utf8 = true;  ///< of the chunk's bytes
};

/// Parses the bytes [begin, end) of a file; `begin` must be where a record begins.
[[nodiscard]] CsvChunk parse_csv_chunk(std::string_view bytes, std::size_t begin, std::size_t end, char delimiter,
                                       std::size_t max_columns);

/// Where the file may be cut into chunks: 0, some places behind a line break that no quotes enclose if all quotes come
/// in pairs, and the end.
[[nodiscard]] std::vector<std::size_t> csv_chunk_bounds(std::string_view bytes, int threads);

}  // namespace enkat::detail
