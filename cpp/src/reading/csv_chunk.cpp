#include "csv_chunk.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "enkat/base/parallel.hpp"
#include "enkat/reading/encoding.hpp"
#include "enkat/reading/parsed_file.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace enkat::detail {
namespace {

constexpr std::size_t window_size = 64;

/// One bit for each of 64 bytes that ends an unquoted cell.
std::uint64_t stops_in(const char* p, char delimiter) {
  std::uint64_t out = 0;
#if defined(__SSE2__)
  const __m128i d = _mm_set1_epi8(delimiter), n = _mm_set1_epi8('\n'), r = _mm_set1_epi8('\r');
  for (std::size_t i = 0; i < window_size; i += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + i));
    const __m128i stop = _mm_or_si128(_mm_cmpeq_epi8(v, d), _mm_or_si128(_mm_cmpeq_epi8(v, n), _mm_cmpeq_epi8(v, r)));
    out |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(stop))) << i;
  }
#else
  for (std::size_t i = 0; i < window_size; ++i)
    out |= static_cast<std::uint64_t>(p[i] == delimiter || p[i] == '\n' || p[i] == '\r') << i;
#endif
  return out;
}

class ChunkParser {
 public:
  ChunkParser(std::string_view bytes, std::size_t begin, std::size_t end, char delimiter, std::size_t max_columns)
      : data_(bytes.data()), at_(begin), end_(end), delimiter_(delimiter), max_columns_(max_columns) {
    reserve(begin);
  }

  CsvChunk run() {
    while (at_ < end_) {
      if (data_[at_] == '\n' || data_[at_] == '\r')
        ++at_;
      else if (!record())
        break;
    }
    return std::move(out_);
  }

 private:
  /// From the density of stops at the start of the chunk; a guess saves copying while the vector grows.
  void reserve(std::size_t begin) {
    const std::size_t sample = std::min<std::size_t>(end_ - begin, 65536);
    const auto is_stop = [&](char c) { return c == delimiter_ || c == '\n'; };
    const auto found = static_cast<double>(std::count_if(data_ + begin, data_ + begin + sample, is_stop));
    const auto lines = static_cast<double>(std::count(data_ + begin, data_ + begin + sample, '\n'));
    const double times =
        1.05 * static_cast<double>(end_ - begin) / static_cast<double>(std::max<std::size_t>(sample, 1));
    out_.cells.reserve(64 + static_cast<std::size_t>((found + lines) * times));
    out_.rows.reserve(16 + static_cast<std::size_t>(lines * times));
  }

  /// False when nothing behind the record can be parsed.
  bool record() {
    start_ = at_;
    const std::size_t first = out_.cells.size();
    std::size_t width = 0;
    bool more = true;
    while (more) {
      more = cell();
      ++width;
      if (more && width > max_columns_) out_.too_wide = true;
      if (at_ - start_ >= ParsedFile::place) out_.too_long = true;
      if (out_.too_wide || out_.too_long) more = false;
    }
    out_.rows.push_back({first, start_, static_cast<std::uint32_t>(width)});
    return !out_.too_wide && !out_.too_long;
  }

  void add(std::size_t place, std::uint32_t flags) {
    out_.cells.push_back(static_cast<std::uint32_t>(std::min<std::size_t>(place - start_, ParsedFile::place)) | flags);
  }

  /// Reads one cell and the delimiter or line break behind it; true when the record goes on.
  bool cell() {
    std::size_t stop = 0;
    if (at_ < end_ && data_[at_] == '"') {
      stop = quoted_cell();
    } else {
      add(at_, 0);
      stop = find_stop(at_);
    }
    at_ = stop + 1;
    if (stop < end_ && data_[stop] == delimiter_) return true;
    add(stop + 1, 0);  // where another cell would begin
    if (stop + 1 < end_ && data_[stop] == '\r' && data_[stop + 1] == '\n') ++at_;
    at_ = std::min(at_, end_);
    return false;
  }

  /// A quoted cell and what may follow its closing quote; returns where its delimiter or line break stands.
  std::size_t quoted_cell() {
    const std::size_t begin = at_ + 1;
    add(begin, ParsedFile::quoted);
    std::size_t close = find_quote(begin);
    if (close < end_ && !is_quote(close + 1)) {
      const std::size_t stop = close + 1;
      if (stop >= end_ || is_stop(data_[stop])) return stop;
    }
    out_.cells.back() |= ParsedFile::special;
    std::string text(data_ + begin, close - begin);
    while (close < end_ && is_quote(close + 1)) {  // a doubled quote stands for one
      const std::size_t next = find_quote(close + 2);
      text.append(data_ + close + 1, next - close - 1);
      close = next;
    }
    out_.unclosed = out_.unclosed || close >= end_;
    const std::size_t stop = close >= end_ ? end_ : find_stop(close + 1);
    if (close < end_) text.append(data_ + close + 1, stop - close - 1);
    out_.texts.emplace_back(out_.cells.size() - 1, std::move(text));
    return stop;
  }

  [[nodiscard]] bool is_quote(std::size_t i) const { return i < end_ && data_[i] == '"'; }
  [[nodiscard]] bool is_stop(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }

  [[nodiscard]] std::size_t find_quote(std::size_t from) const {
    if (from >= end_) return end_;
    const void* found = std::memchr(data_ + from, '"', end_ - from);
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - data_) : end_;
  }

  std::size_t find_stop(std::size_t from) {
    while (true) {
      if (from - window_ < window_size) {
        const std::uint64_t stops = stops_ >> (from - window_);
        if (stops != 0) return from + static_cast<std::size_t>(std::countr_zero(stops));
        from = window_ + window_size;
      }
      if (from + window_size > end_) break;
      window_ = from;
      stops_ = stops_in(data_ + from, delimiter_);
    }
    while (from < end_ && !is_stop(data_[from])) ++from;
    return from;
  }

  const char* data_;
  std::size_t at_, end_;
  char delimiter_;
  std::size_t max_columns_;
  std::size_t start_ = 0;              // of the record
  std::size_t window_ = SIZE_MAX / 2;  // the bytes whose stops are known; none yet
  std::uint64_t stops_ = 0;
  CsvChunk out_;
};

}  // namespace

CsvChunk parse_csv_chunk(std::string_view bytes, std::size_t begin, std::size_t end, char delimiter,
                         std::size_t max_columns) {
  CsvChunk out = ChunkParser(bytes, begin, end, delimiter, max_columns).run();
  out.valid_utf8 = is_utf8(bytes.substr(begin, end - begin));
  return out;
}

std::vector<std::size_t> csv_chunk_bounds(std::string_view bytes, int threads) {
  constexpr std::size_t least = std::size_t{1} << 20, largest = std::size_t{32} << 20, looked_at = std::size_t{1} << 20;
  const std::size_t most = std::max<std::size_t>(16, bytes.size() / largest);  // so that an interrupt need not wait
  const std::size_t pieces = bytes.size() < 4 * least ? 1 : std::min(most, bytes.size() / least);
  const std::size_t size = bytes.size() / pieces;
  std::vector<std::int64_t> quotes(pieces);
  for_blocks(static_cast<std::int64_t>(pieces), threads, [&](std::int64_t i) {
    const std::string_view piece = bytes.substr(static_cast<std::size_t>(i) * size, size);
    quotes[static_cast<std::size_t>(i)] = std::count(piece.begin(), piece.end(), '"');
  });
  std::vector<std::size_t> out{0};
  std::int64_t before = 0;
  for (std::size_t i = 1; i < pieces; ++i) {
    before += quotes[i - 1];
    bool inside = before % 2 == 1;
    const std::size_t from = i * size, to = std::min(from + looked_at, bytes.size());
    for (std::size_t at = from; at < to; ++at) {
      if (bytes[at] == '"') inside = !inside;
      if (bytes[at] != '\n' || inside) continue;
      if (at + 1 > out.back()) out.push_back(at + 1);
      break;
    }
  }
  if (out.back() < bytes.size() || out.size() == 1) out.push_back(bytes.size());
  return out;
}

}  // namespace enkat::detail
