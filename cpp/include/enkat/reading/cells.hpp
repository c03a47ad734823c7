#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "enkat/reading/parsed_file.hpp"

namespace enkat {

/// One cell of a file as text. An empty cell that is `quoted` was written as "", which some tools mean something by.
struct Cell {
  std::string_view text;  ///< valid UTF-8, as long as the CellTable lives
  bool quoted = false;
  bool number = false;        ///< a numeric cell of a spreadsheet or dataframe
  bool date = false;          ///< a date cell of a spreadsheet or dataframe; its text is ISO 8601
  bool bad_encoding = false;  ///< the file's bytes were no UTF-8; the text is the best reading of them

  [[nodiscard]] bool empty() const { return text.empty(); }
};

class FrameColumn;

/// The cells of a file, row by row, before anything is known about questions. Rows may have different widths.
/// A dataframe is such a table too: its columns' names are the first row, and its columns stay where they are.
///
/// Cells that are added one by one: texts lie one after the other in one buffer, so a cell costs eight bytes beside its
/// text: the place where it begins in the low 56 bits and its flags above. It ends where the next one begins.
class CellTable {
 public:
  enum Flag : std::uint8_t { quoted = 1, number = 2, date = 4 };

  CellTable() = default;
  /// A file that was parsed.
  explicit CellTable(std::shared_ptr<ParsedFile> parsed) : parsed_(std::move(parsed)) {}
  /// A dataframe. Throws enkat::Error (data) for columns of different lengths.
  CellTable(std::vector<std::string> names, std::vector<std::shared_ptr<const FrameColumn>> columns);

  void add(std::string_view text, std::uint8_t flags = 0);
  /// Ends the row whose cells were just added.
  void end_row() { rows_.push_back(begins_.size()); }
  /// Checks the encoding of every cell of a parsed file and marks and repairs the bad ones; returns how many there are.
  std::int64_t check_encoding();

  [[nodiscard]] std::int64_t rows() const {
    if (parsed_) return std::ssize(parsed_->rows);
    return columns_.empty() ? static_cast<std::int64_t>(rows_.size()) - 1 : frame_rows_ + 1;
  }
  [[nodiscard]] std::size_t width(std::int64_t row) const {
    if (parsed_) return parsed_->rows[static_cast<std::size_t>(row)].width;
    if (!columns_.empty()) return columns_.size();
    const auto r = static_cast<std::size_t>(row);
    return static_cast<std::size_t>(rows_[r + 1] - rows_[r]);
  }
  /// The cell, or an empty one beyond the row's width.
  [[nodiscard]] Cell at(std::int64_t row, std::size_t column) const {
    if (!parsed_) return other_at(row, column);
    const ParsedFile::Row& r = parsed_->rows[static_cast<std::size_t>(row)];
    if (column >= r.width) return {};
    const std::uint32_t cell = r.cells[column];
    return {parsed_->text(r, column), (cell & ParsedFile::quoted) != 0, false, false,
            (cell & ParsedFile::bad_encoding) != 0};
  }
  /// Whether the cell is empty; cheaper for a dataframe than asking for the cell.
  [[nodiscard]] bool is_empty(std::int64_t row, std::size_t column) const;
  /// Whether every cell of the row is empty.
  [[nodiscard]] bool blank(std::int64_t row) const;
  /// False where every row but the first surely has some cell that is not empty.
  [[nodiscard]] bool may_have_blank_rows() const;
  /// The column of a dataframe with its values as they lie; nullptr for a file. Its row 0 is row 1 of the table.
  [[nodiscard]] const FrameColumn* frame_column(std::size_t column) const {
    return column < columns_.size() ? columns_[column].get() : nullptr;
  }

  char delimiter = '\0';           ///< what separates the cells in the file, 0 when it is no CSV
  std::vector<std::string> notes;  ///< what the parser saw that the reader of the file should know

 private:
  static constexpr int flag_shift = 56;
  static constexpr std::uint64_t place_mask = (std::uint64_t{1} << flag_shift) - 1;

  [[nodiscard]] std::string_view raw(std::size_t cell) const;
  [[nodiscard]] Cell other_at(std::int64_t row, std::size_t column) const;

  std::shared_ptr<ParsedFile> parsed_;  ///< only of a file that was parsed
  std::string bytes_;
  std::vector<std::uint64_t> begins_;
  std::vector<std::uint64_t> rows_{0};
  std::vector<std::string> names_;
  std::vector<std::shared_ptr<const FrameColumn>> columns_;  ///< only of a dataframe
  std::int64_t frame_rows_ = 0;
};

}  // namespace enkat
