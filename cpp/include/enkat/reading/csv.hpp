#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "enkat/base/progress.hpp"
#include "enkat/reading/cells.hpp"

namespace enkat {

struct CsvOptions {
  char delimiter = '\0';  ///< 0: found from the file among ; , tab |
  std::uint64_t max_bytes = std::uint64_t{4} << 30;
  std::size_t max_columns = 50'000;
  int threads = 0;         ///< at most so many; 0: all cores. The cells are the same for any number
  Progress progress = {};  ///< in bytes
};

/// Parses CSV as RFC 4180 has it, and what survey tools and spreadsheets write beside it.
///
/// - The delimiter is the one of ; , tab | that splits the first records most evenly (quoted text does not count).
/// - UTF-8 with or without a byte order mark, UTF-16 with one. A cell that is no UTF-8 is marked and read as
/// Windows-1252;
///   a file without mark and without one multi-byte character that has several such cells is Windows-1252 as a whole,
///   which a note says.
/// - Line breaks (CRLF, LF, CR) inside quotes belong to the cell; two quotes there are one. A quote inside an unquoted
///   cell is itself. Lines with nothing at all are skipped.
/// - An empty quoted cell is told from an empty cell.
///
/// Takes the bytes over, where the cells stay: memory is the file plus four bytes per cell. Large files are parsed by
/// several threads. Throws enkat::Error (data) for an empty file, one over max_bytes, a row wider than max_columns or
/// longer than half a gigabyte.
[[nodiscard]] CellTable parse_csv(std::string bytes, const CsvOptions& options = {});

/// The delimiter that splits the first records of the text most evenly.
[[nodiscard]] char find_delimiter(std::string_view text);

}  // namespace enkat
