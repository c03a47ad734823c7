#include "enkat/reading/frame_column.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "../table/arrow_chunk.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"
#include "enkat/reading/encoding.hpp"

namespace enkat {

using detail::Chunk;

namespace {

bool is_text(std::string_view format) { return format == "u" || format == "U" || format == "vu"; }

bool is_one_of(std::string_view format, const char* letters) {
  return format.size() == 1 && std::strchr(letters, format[0]) != nullptr;
}

std::optional<FrameColumn::Kind> kind_of(const ArrowColumn& column) {
  const std::string_view format = column.field().format;
  if (const ArrowSchema* values = column.field().dictionary)
    return is_text(values->format) && is_one_of(format, "cCsSiIlL") ? std::optional(FrameColumn::Kind::dictionary)
                                                                    : std::nullopt;
  if (is_text(format)) return FrameColumn::Kind::text;
  if (is_one_of(format, "cCsSiIlL")) return FrameColumn::Kind::whole;
  if (is_one_of(format, "fg")) return FrameColumn::Kind::real;
  if (format == "b") return FrameColumn::Kind::boolean;
  return std::nullopt;
}

/// One value of a chunk of whole numbers or dictionary codes.
std::int64_t whole_at(const Chunk& c, std::int64_t i, char format) {
  switch (format) {
    case 'c':
      return c.values<std::int8_t>()[i];
    case 'C':
      return c.values<std::uint8_t>()[i];
    case 's':
      return c.values<std::int16_t>()[i];
    case 'S':
      return c.values<std::uint16_t>()[i];
    case 'i':
      return c.values<std::int32_t>()[i];
    case 'I':
      return c.values<std::uint32_t>()[i];
    default:
      return c.values<std::int64_t>()[i];
  }
}

double real_at(const Chunk& c, std::int64_t i, char format) {
  return format == 'f' ? static_cast<double>(c.values<float>()[i]) : c.values<double>()[i];
}

/// A number as a cell has it. A `float` is read as the shortest decimal that a double of it has.
std::string text_of_number(const Chunk& c, std::int64_t i, FrameColumn::Kind kind, char format) {
  if (kind == FrameColumn::Kind::whole)
    return format == 'L' ? std::to_string(c.values<std::uint64_t>()[i]) : std::to_string(whole_at(c, i, format));
  const double value = real_at(c, i, format);
  return std::isinf(value) ? "inf" : number_text(value);
}

/// The texts of the whole numbers that codes are made of, so that no column of them needs texts of its own.
const std::vector<std::string>& texts_of_small_numbers() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> out;
    for (int i = 0; i < 10000; ++i) out.push_back(std::to_string(i));
    return out;
  }();
  return texts;
}

std::vector<std::string> dictionary_of(const ArrowColumn& column) {
  if (column.chunks().empty()) return {};
  const ArrowArray& values = *column.chunks()[0].array->dictionary;
  const Chunk chunk{&values, values.offset, values.length};
  std::vector<std::string> out;
  for (std::int64_t i = 0; i < values.length; ++i)
    out.emplace_back(chunk.is_valid(i) ? chunk.text(i, column.field().dictionary->format) : std::string_view());
  return out;
}

/// Chunks of one stream may each bring a dictionary of their own: then codes of one stand for nothing in another.
bool one_dictionary(const ArrowColumn& column) {
  const auto& chunks = column.chunks();
  for (std::size_t k = 1; k < chunks.size(); ++k)
    if (chunks[k].array->dictionary != chunks[0].array->dictionary) return false;
  return true;
}

}  // namespace

bool FrameColumn::can_read(const ArrowColumn& column) {
  const auto kind = kind_of(column);
  return kind && (*kind != Kind::dictionary || one_dictionary(column));
}

FrameColumn::FrameColumn(ArrowColumn column) : arrow_(std::move(column)), rows_(arrow_->size()) {
  if (!can_read(*arrow_))
    throw Error(ErrorCode::data, "holds " + detail::describe_format(arrow_->format()) + ", expected text or numbers",
                "column '" + arrow_->name() + "'");
  kind_ = *kind_of(*arrow_);
  format_ = arrow_->field().format;
  std::int64_t row = 0;
  for (const Chunk& chunk : arrow_->chunks()) {
    starts_.push_back(row);
    row += chunk.length;
  }
  if (kind_ == Kind::dictionary) dictionary_ = dictionary_of(*arrow_);
  if (kind_ == Kind::text)
    for (std::int64_t r = 0; r < rows_; ++r)
      if (const Place at = place(r); arrow_->chunks()[at.chunk].is_valid(at.row) && !is_utf8(text(r)))
        throw Error(ErrorCode::data,
                    "row " + std::to_string(r + 1) + " holds text that is no UTF-8; read the file again",
                    "column '" + arrow_->name() + "'");
}

FrameColumn::FrameColumn(CellTable cells) : rows_(cells.rows()) { texts_->table = std::move(cells); }

FrameColumn::Place FrameColumn::place(std::int64_t row) const {
  if (starts_.size() == 1) return {0, row};
  const auto at = static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), row) - starts_.begin() - 1);
  return {at, row - starts_[at]};
}

std::string_view FrameColumn::text(std::int64_t row) const {
  const Place at = place(row);
  return arrow_->chunks()[at.chunk].text(at.row, format_);
}

std::int64_t FrameColumn::dictionary_code(std::int64_t row) const {
  const Place at = place(row);
  const Chunk& chunk = arrow_->chunks()[at.chunk];
  if (!chunk.is_valid(at.row)) return -1;
  const std::int64_t code = whole_at(chunk, at.row, format_[0]);
  return code >= 0 && code < std::ssize(dictionary_) ? code : -1;
}

const CellTable& FrameColumn::texts() const {
  if (kind_ == Kind::cells) return texts_->table;
  std::call_once(texts_->once, [&] {
    for (const Chunk& chunk : arrow_->chunks())
      for (std::int64_t i = 0; i < chunk.length; ++i) {
        const bool none = !chunk.is_valid(i) || (kind_ == Kind::real && std::isnan(real_at(chunk, i, format_[0])));
        if (none)
          texts_->table.add({});
        else
          texts_->table.add(text_of_number(chunk, i, kind_, format_[0]), CellTable::number);
        texts_->table.end_row();
      }
  });
  return texts_->table;
}

Cell FrameColumn::cell(std::int64_t row) const {
  if (kind_ == Kind::whole) {
    const Place at = place(row);
    const Chunk& chunk = arrow_->chunks()[at.chunk];
    if (!chunk.is_valid(at.row)) return {};
    const auto value = static_cast<std::uint64_t>(whole_at(chunk, at.row, format_[0]));
    if (value < texts_of_small_numbers().size()) return {texts_of_small_numbers()[value], false, true};
  }
  if (kind_ == Kind::cells || kind_ == Kind::whole || kind_ == Kind::real) return texts().at(row, 0);
  if (kind_ == Kind::dictionary) {
    const std::int64_t code = dictionary_code(row);
    if (code < 0) return {};
    const std::string& found = dictionary_[static_cast<std::size_t>(code)];
    return {found, found.empty()};
  }
  const Place at = place(row);
  const Chunk& chunk = arrow_->chunks()[at.chunk];
  if (!chunk.is_valid(at.row)) return {};
  if (kind_ == Kind::boolean) return {chunk.bit(1, at.row) ? "1" : "0"};
  const std::string_view found = chunk.text(at.row, format_);
  return {found, found.empty()};
}

bool FrameColumn::is_empty(std::int64_t row) const {
  if (kind_ == Kind::cells) return texts_->table.at(row, 0).empty();
  if (kind_ == Kind::dictionary) {
    const std::int64_t code = dictionary_code(row);
    return code < 0 || dictionary_[static_cast<std::size_t>(code)].empty();
  }
  const Place at = place(row);
  const Chunk& chunk = arrow_->chunks()[at.chunk];
  if (!chunk.is_valid(at.row)) return true;
  if (kind_ == Kind::text) return chunk.text(at.row, format_).empty();
  return kind_ == Kind::real && std::isnan(real_at(chunk, at.row, format_[0]));
}

bool FrameColumn::never_empty() const {
  if (kind_ != Kind::whole && kind_ != Kind::boolean) return false;
  return std::ranges::none_of(arrow_->chunks(), &Chunk::may_have_nulls);
}

}  // namespace enkat
