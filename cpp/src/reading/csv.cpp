#include "enkat/reading/csv.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include "enkat/base/error.hpp"
#include "enkat/reading/encoding.hpp"

namespace enkat {
namespace {

constexpr std::uint64_t quoted_flag = static_cast<std::uint64_t>(CellTable::quoted) << 56;

/// Unpacks the cells in place: the write position never passes the read position, because quotes, delimiters and line
/// breaks are left out and nothing is added.
class InPlaceParser {
 public:
  InPlaceParser(std::string& bytes, char delimiter, std::size_t max_columns)
      : data_(bytes.data()), size_(bytes.size()), delimiter_(delimiter), max_columns_(max_columns) {
    stop_[static_cast<std::uint8_t>(delimiter)] = stop_['\n'] = stop_['\r'] = true;
  }

  void run() {
    begins.reserve(expected_cells());
    rows.push_back(0);
    while (read_ < size_) {
      if (data_[read_] == '\n' || data_[read_] == '\r')
        ++read_;
      else
        record();
    }
  }

  [[nodiscard]] std::size_t written() const { return write_; }

  std::vector<std::uint64_t> begins, rows;
  std::int64_t unclosed_row = -1;

 private:
  /// From the density of delimiters and lines at the start of the file; a guess saves copying while the vector grows.
  [[nodiscard]] std::size_t expected_cells() const {
    const std::size_t sample = std::min<std::size_t>(size_, 65536);
    const auto found = static_cast<std::size_t>(
        std::count_if(data_, data_ + sample, [&](char c) { return stop_[static_cast<std::uint8_t>(c)]; }));
    return 1 + found +
           static_cast<std::size_t>(static_cast<double>(found) * 1.1 * static_cast<double>(size_) /
                                    static_cast<double>(sample));
  }

  void record() {
    const std::size_t first = begins.size();
    while (cell()) {
      if (begins.size() - first > max_columns_)
        throw Error(ErrorCode::data, "record " + std::to_string(rows.size()) + " has more than " +
                                         std::to_string(max_columns_) + " cells; is '" + std::string(1, delimiter_) +
                                         "' really the delimiter?");
    }
    rows.push_back(begins.size());
  }

  /// Reads one cell and the delimiter or line break behind it; true when the record goes on.
  bool cell() {
    begins.push_back(write_);
    if (read_ < size_ && data_[read_] == '"') quoted_part();
    plain_part();
    if (read_ == size_) return false;
    const char end = data_[read_++];
    if (end == delimiter_) return true;
    if (end == '\r' && read_ < size_ && data_[read_] == '\n') ++read_;
    return false;
  }

  void quoted_part() {
    begins.back() |= quoted_flag;
    ++read_;
    while (true) {
      const void* quote = std::memchr(data_ + read_, '"', size_ - read_);
      if (quote == nullptr) {
        unclosed_row = static_cast<std::int64_t>(rows.size()) - 1;
        return move_to(size_);
      }
      move_to(static_cast<std::size_t>(static_cast<const char*>(quote) - data_));
      ++read_;
      if (read_ == size_ || data_[read_] != '"') return;
      data_[write_++] = '"';
      ++read_;
    }
  }

  void plain_part() {
    while (read_ < size_ && !stop_[static_cast<std::uint8_t>(data_[read_])]) data_[write_++] = data_[read_++];
  }

  void move_to(std::size_t end) {
    std::memmove(data_ + write_, data_ + read_, end - read_);
    write_ += end - read_;
    read_ = end;
  }

  char* data_;
  std::size_t size_;
  char delimiter_;
  std::size_t max_columns_;
  std::size_t read_ = 0, write_ = 0;
  std::array<bool, 256> stop_{};
};

/// How many cells each of the first records would have with this delimiter.
std::vector<std::size_t> widths(std::string_view text, char delimiter) {
  std::vector<std::size_t> out;
  std::size_t cells = 1;
  bool inside = false, at_start = true, blank = true;
  for (const char c : text) {
    if (inside || (c == '"' && at_start)) {
      inside = inside ? c != '"' : true;  // a doubled quote closes and opens again
      at_start = blank = false;
      if (!inside) at_start = true;
    } else if (c == delimiter) {
      ++cells;
      at_start = true;
      blank = false;
    } else if (c == '\n' || c == '\r') {
      if (!blank) out.push_back(cells);
      cells = 1;
      at_start = blank = true;
    } else {
      at_start = blank = false;
    }
  }
  if (!blank && (out.empty() || text.size() < 65536)) out.push_back(cells);
  return out;
}

/// A file that is Windows-1252 as a whole: no proper multi-byte character anywhere, and high bytes on several lines.
bool is_windows_1252(std::string_view bytes) {
  std::size_t lines = 0;
  bool counted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') counted = false;
    if (static_cast<std::uint8_t>(bytes[i]) < 0x80) continue;
    for (const std::size_t n : {2U, 3U, 4U})
      if (i + n <= bytes.size() && is_utf8(bytes.substr(i, n))) return false;
    lines += counted ? 0 : 1;
    counted = true;
  }
  return lines >= 3;
}

}  // namespace

char find_delimiter(std::string_view text) {
  const std::string_view start = text.substr(0, 65536);
  char best = ',';
  double best_score = 0;
  for (const char candidate : {';', ',', '\t', '|'}) {
    std::map<std::size_t, std::size_t> counts;
    const std::vector<std::size_t> all = widths(start, candidate);
    for (const std::size_t w : all) ++counts[w];
    double score = 0;  // records that agree on a width above one, wider ones first among equals
    for (const auto& [width, count] : counts)
      if (width > 1)
        score = std::max(score, static_cast<double>(count) / static_cast<double>(all.size()) +
                                    1e-6 * static_cast<double>(std::min<std::size_t>(width, 1000)));
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

CellTable parse_csv(std::string bytes, const CsvOptions& options) {
  if (bytes.size() > options.max_bytes)
    throw Error(ErrorCode::data, "the file has " + std::to_string(bytes.size()) + " bytes, the limit is " +
                                     std::to_string(options.max_bytes) + "; split it");
  bool had_mark = false;
  bytes = without_byte_order_mark(std::move(bytes), had_mark);
  if (trimmed(std::string_view(bytes).substr(0, 65536)).empty())
    throw Error(ErrorCode::data, "the file is empty; expected a row of headings and one row per respondent");
  std::vector<std::string> notes;
  bool valid = is_utf8(bytes);
  if (!valid && !had_mark && is_windows_1252(bytes)) {
    bytes = repaired_utf8(bytes);
    valid = true;
    notes.emplace_back(
        "the file is not UTF-8 and was read as Windows-1252; look at letters beyond A to Z, and export as UTF-8 if any "
        "is wrong");
  }
  const char delimiter = options.delimiter != '\0' ? options.delimiter : find_delimiter(bytes);
  InPlaceParser parser(bytes, delimiter, options.max_columns);
  parser.run();
  bytes.resize(parser.written());
  if (parser.unclosed_row >= 0)
    notes.push_back("a quote that opens in record " + std::to_string(parser.unclosed_row + 1) +
                    " is never closed: everything after it is one cell; the file may be cut off");
  CellTable table(std::move(bytes), std::move(parser.begins), std::move(parser.rows));
  table.delimiter = delimiter;
  table.notes = std::move(notes);
  if (!valid) (void)table.check_encoding();
  return table;
}

}  // namespace enkat
