#include "enkat/reading/cells.hpp"

#include <utility>

#include "enkat/base/error.hpp"
#include "enkat/reading/encoding.hpp"
#include "enkat/reading/frame_column.hpp"

namespace enkat {

CellTable::CellTable(std::vector<std::string> names, std::vector<std::shared_ptr<const FrameColumn>> columns)
    : names_(std::move(names)), columns_(std::move(columns)) {
  if (columns_.empty()) return;
  frame_rows_ = columns_[0]->size();
  for (std::size_t c = 0; c < columns_.size(); ++c)
    if (columns_[c]->size() != frame_rows_)
      throw Error(ErrorCode::data,
                  "has " + std::to_string(columns_[c]->size()) + " rows, expected " + std::to_string(frame_rows_) +
                      " as in '" + names_[0] + "'",
                  "column '" + names_[c] + "'");
}

void CellTable::add(std::string_view text, std::uint8_t flags) {
  begins_.push_back(static_cast<std::uint64_t>(bytes_.size()) | static_cast<std::uint64_t>(flags) << flag_shift);
  bytes_.append(text);
}

std::string_view CellTable::raw(std::size_t cell) const {
  const std::uint64_t begin = begins_[cell] & place_mask;
  const std::uint64_t end = cell + 1 < begins_.size() ? begins_[cell + 1] & place_mask : bytes_.size();
  return {bytes_.data() + begin, static_cast<std::size_t>(end - begin)};
}

std::int64_t CellTable::check_encoding() {
  std::int64_t bad = 0;
  for (std::size_t r = 0; parsed_ && r < parsed_->rows.size(); ++r) {
    const ParsedFile::Row& row = parsed_->rows[r];
    for (std::size_t c = 0; c < row.width; ++c) {
      const std::string_view text = parsed_->text(row, c);
      if (is_utf8(text)) continue;
      parsed_->texts[row.cells + c] = repaired_utf8(text);
      row.cells[c] |= ParsedFile::special | ParsedFile::bad_encoding;
      ++bad;
    }
  }
  return bad;
}

Cell CellTable::other_at(std::int64_t row, std::size_t column) const {
  if (!columns_.empty()) {
    if (column >= columns_.size()) return {};
    return row == 0 ? Cell{names_[column]} : columns_[column]->cell(row - 1);
  }
  const std::uint64_t i = rows_[static_cast<std::size_t>(row)] + column;
  if (i >= rows_[static_cast<std::size_t>(row) + 1]) return {};
  const auto cell = static_cast<std::size_t>(i);
  const auto flags = static_cast<std::uint8_t>(begins_[cell] >> flag_shift);
  return {raw(cell), (flags & quoted) != 0, (flags & number) != 0, (flags & date) != 0};
}

bool CellTable::is_empty(std::int64_t row, std::size_t column) const {
  if (columns_.empty() || row == 0) return at(row, column).empty();
  return column >= columns_.size() || columns_[column]->is_empty(row - 1);
}

bool CellTable::may_have_blank_rows() const {
  for (const auto& column : columns_)
    if (column->never_empty()) return false;
  return true;
}

bool CellTable::blank(std::int64_t row) const {
  for (std::size_t c = 0; c < columns_.size() && row > 0; ++c)
    if (!columns_[c]->is_empty(row - 1)) return false;
  if (!columns_.empty() && row > 0) return true;
  for (std::size_t c = 0; c < width(row); ++c)
    if (!at(row, c).empty()) return false;
  return true;
}

}  // namespace enkat
