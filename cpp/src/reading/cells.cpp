#include "enkat/reading/cells.hpp"

#include <utility>

#include "enkat/reading/encoding.hpp"

namespace enkat {

CellTable::CellTable(std::string bytes, std::vector<std::uint64_t> begins, std::vector<std::uint64_t> rows)
    : bytes_(std::move(bytes)), begins_(std::move(begins)), rows_(std::move(rows)) {}

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
  if (is_utf8(bytes_)) return 0;
  std::int64_t bad = 0;
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    if (is_utf8(raw(i))) continue;
    begins_[i] |= static_cast<std::uint64_t>(bad_encoding) << flag_shift;
    repaired_[i] = repaired_utf8(raw(i));
    ++bad;
  }
  return bad;
}

Cell CellTable::at(std::int64_t row, std::size_t column) const {
  const std::uint64_t i = rows_[static_cast<std::size_t>(row)] + column;
  if (i >= rows_[static_cast<std::size_t>(row) + 1]) return {};
  const auto cell = static_cast<std::size_t>(i);
  const auto flags = static_cast<std::uint8_t>(begins_[cell] >> flag_shift);
  if (flags == 0) return {raw(cell)};
  const bool bad = (flags & bad_encoding) != 0;
  return {bad ? std::string_view(repaired_.at(cell)) : raw(cell), (flags & quoted) != 0, (flags & number) != 0,
          (flags & date) != 0, bad};
}

bool CellTable::blank(std::int64_t row) const {
  for (std::size_t c = 0; c < width(row); ++c)
    if (!at(row, c).empty()) return false;
  return true;
}

}  // namespace enkat
