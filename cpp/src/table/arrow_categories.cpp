#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <limits>
#include <span>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "arrow_chunk.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"

// Values to narrow codes. Levels that do not come with an order of their own are sorted by value, so that the same
// data give the same table however rows are ordered or cut into chunks.

namespace enkat::detail {
namespace {

std::int64_t rows_of(const std::vector<Chunk>& chunks) {
  std::int64_t n = 0;
  for (const Chunk& c : chunks) n += c.length;
  return n;
}

/// Codes by first appearance -> codes by sorted level.
template <class T, class ToText>
Categories sorted_categories(std::vector<std::int32_t> codes, const std::vector<T>& seen, ToText to_text) {
  std::vector<std::int32_t> order(seen.size()), rank(seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) order[i] = static_cast<std::int32_t>(i);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return seen[a] < seen[b]; });
  Categories out;
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
    out.levels.push_back(to_text(seen[static_cast<std::size_t>(order[i])]));
  }
  for (std::int32_t& c : codes)
    if (c >= 0) c = rank[static_cast<std::size_t>(c)];
  out.codes = Codes(codes, static_cast<std::int64_t>(seen.size()));
  return out;
}

std::string shortest(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

/// Some rows of a chunk, and where they stand in the column.
struct Piece {
  const Chunk* chunk;
  std::int64_t begin, end;
  std::size_t at;
};

/// Rows cut into pieces that are worked on at the same time.
std::vector<Piece> pieces_of(const std::vector<Chunk>& chunks) {
  constexpr std::int64_t most = 1 << 16;
  std::vector<Piece> out;
  std::size_t at = 0;
  for (const Chunk& c : chunks)
    for (std::int64_t begin = 0; begin < c.length; begin += most) {
      const std::int64_t end = std::min(begin + most, c.length);
      out.push_back({&c, begin, end, at});
      at += static_cast<std::size_t>(end - begin);
    }
  return out;
}

template <class F>
void for_pieces(const std::vector<Piece>& pieces, F&& f) {
  for_blocks(static_cast<std::int64_t>(pieces.size()), 0,
             [&](std::int64_t k) { f(pieces[static_cast<std::size_t>(k)], static_cast<std::size_t>(k)); });
}

template <class T>
struct Range {
  T low = std::numeric_limits<T>::max(), high = std::numeric_limits<T>::min();
};

template <class T>
Range<T> range_of(const std::vector<Piece>& pieces) {
  std::vector<Range<T>> own(pieces.size());
  for_pieces(pieces, [&](const Piece& p, std::size_t k) {
    const T* v = p.chunk->values<T>();
    Range<T> r;
    if (p.chunk->may_have_nulls()) {
      for (std::int64_t i = p.begin; i < p.end; ++i)
        if (p.chunk->bit(0, i)) r = {std::min(r.low, v[i]), std::max(r.high, v[i])};
    } else {
      for (std::int64_t i = p.begin; i < p.end; ++i) {
        r.low = std::min(r.low, v[i]);
        r.high = std::max(r.high, v[i]);
      }
    }
    own[k] = r;
  });
  Range<T> out;
  for (const Range<T>& r : own) out = {std::min(out.low, r.low), std::max(out.high, r.high)};
  return out;
}

/// Which of 0 to 4095 occur, where all values are of these: one look in place of two. Empty: they are not.
template <class T>
std::vector<std::uint8_t> small_codes(const std::vector<Piece>& pieces) {
  using Unsigned = std::make_unsigned_t<T>;
  constexpr std::size_t most = 4096;
  constexpr std::uint64_t size = std::min<std::uint64_t>(std::numeric_limits<T>::max(), most - 1) + 1;
  std::vector<std::array<std::uint8_t, most + 1>> seen(pieces.size());
  for_pieces(pieces, [&](const Piece& p, std::size_t k) {
    seen[k].fill(0);
    if (p.chunk->may_have_nulls()) {
      seen[k][most] = 1;
      return;
    }
    const T* v = p.chunk->values<T>();
    for (std::int64_t i = p.begin; i < p.end; ++i) {
      const auto u = static_cast<std::uint64_t>(static_cast<Unsigned>(v[i]));
      seen[k][u < size ? u : most] = 1;  // below zero is beyond the largest
    }
  });
  std::vector<std::uint8_t> out(most, 0);
  for (const auto& own : seen) {
    if (own[most]) return {};
    for (std::size_t v = 0; v < most; ++v) out[v] |= own[v];
  }
  out.resize(size);
  return pieces.empty() ? std::vector<std::uint8_t>() : out;
}

/// 1 for every value of the range that occurs.
template <class T>
std::vector<std::uint8_t> occurring(const std::vector<Piece>& pieces, const Range<T>& r) {
  const auto width = static_cast<std::size_t>(r.high - r.low) + 1;
  const std::int64_t count = static_cast<std::int64_t>(pieces.size());
  const std::int64_t lanes = std::clamp<std::int64_t>((1 << 20) / static_cast<std::int64_t>(width), 1, 8);
  std::vector<std::vector<std::uint8_t>> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, 0, [&](std::int64_t k) {
    std::vector<std::uint8_t> seen(width, 0);
    for (std::int64_t n = lane_begin(k, lanes, count); n < lane_begin(k + 1, lanes, count); ++n) {
      const Piece& p = pieces[static_cast<std::size_t>(n)];
      const T* v = p.chunk->values<T>();
      const bool nulls = p.chunk->may_have_nulls();
      for (std::int64_t i = p.begin; i < p.end; ++i)
        if (!nulls || p.chunk->bit(0, i)) seen[static_cast<std::size_t>(v[i] - r.low)] = 1;
    }
    lane[static_cast<std::size_t>(k)] = std::move(seen);
  });
  for (std::size_t k = 1; k < lane.size(); ++k)
    for (std::size_t v = 0; v < width; ++v) lane[0][v] |= lane[k][v];
  return std::move(lane[0]);
}

template <class Narrow, class T>
Codes narrow_range(const std::vector<Piece>& pieces, T low, const std::vector<std::int32_t>& rank, std::int64_t levels,
                   std::int64_t rows) {
  std::vector<Narrow> codes(static_cast<std::size_t>(rows));
  const std::vector<Narrow> narrow(rank.begin(), rank.end());
  const bool as_is = low == 0 && levels > 0 && rank[static_cast<std::size_t>(levels) - 1] == levels - 1;
  for_pieces(pieces, [&](const Piece& p, std::size_t) {
    const T* v = p.chunk->values<T>();
    Narrow* out = codes.data() + (static_cast<std::int64_t>(p.at) - p.begin);
    if (as_is && !p.chunk->may_have_nulls())
      for (std::int64_t i = p.begin; i < p.end; ++i) out[i] = static_cast<Narrow>(v[i]);
    else if (!p.chunk->may_have_nulls())
      for (std::int64_t i = p.begin; i < p.end; ++i) out[i] = narrow[static_cast<std::size_t>(v[i] - low)];
    else
      for (std::int64_t i = p.begin; i < p.end; ++i)
        out[i] = p.chunk->bit(0, i) ? narrow[static_cast<std::size_t>(v[i] - low)] : missing_code<Narrow>;
  });
  return {Codes::Narrow(std::move(codes)), levels};
}

/// The levels that occur, `seen` from `low` on; gives the level of every value.
template <class T>
std::vector<std::int32_t> named_levels(std::span<const std::uint8_t> seen, T low, Categories& out) {
  using Wide = std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>;  // k may be beyond T
  std::vector<std::int32_t> rank(seen.size(), -1);
  std::int32_t levels = 0;
  for (std::size_t k = 0; k < rank.size(); ++k) {
    if (!seen[k]) continue;
    rank[k] = levels++;
    out.levels.push_back(std::to_string(static_cast<Wide>(low) + static_cast<Wide>(k)));
  }
  return rank;
}

/// Which codes occur. Once all codes of a range have been seen, the least and the largest code of a block tell whether
/// it holds another.
struct Seen {
  std::array<std::uint8_t, 256> flag{};
  std::size_t low = 1, high = 0;

  void look(std::span<const std::uint8_t> codes) {
    std::uint8_t least = 255, most = 0;
    for (const std::uint8_t c : codes) {
      least = std::min(least, c);
      most = std::max(most, c);
    }
    if (low <= least && most <= high) return;
    for (const std::uint8_t c : codes) flag[c] = 1;
    low = high = least;
    while (high < 255 && flag[high + 1]) ++high;
  }
};

/// Values of 0 to 254 and none missing: narrowed while they are looked at. False, soon, where there are others.
template <class T>
bool at_sight(const std::vector<Piece>& pieces, std::int64_t rows, Categories& out) {
  constexpr std::size_t none = missing_code<std::uint8_t>;
  constexpr std::uint64_t largest = std::min<std::uint64_t>(none, std::numeric_limits<T>::max());
  std::vector<std::uint8_t> codes(static_cast<std::size_t>(rows));
  std::vector<Seen> seen(pieces.size());
  std::atomic<bool> others = false;
  for_pieces(pieces, [&](const Piece& p, std::size_t k) {
    if (others) return;
    constexpr std::int64_t block = 4096;
    const T* v = p.chunk->values<T>();
    std::make_unsigned_t<T> bits = 0;
    for (std::int64_t begin = p.begin; begin < p.end && bits <= largest; begin += block) {
      const std::int64_t end = std::min(begin + block, p.end);
      std::uint8_t* const code = codes.data() + p.at + (begin - p.begin);
      for (std::int64_t i = begin; i < end; ++i) {
        bits |= static_cast<std::make_unsigned_t<T>>(v[i]);
        code[i - begin] = static_cast<std::uint8_t>(v[i]);
      }
      seen[k].look({code, static_cast<std::size_t>(end - begin)});
    }
    if (bits > largest || seen[k].flag[none] || p.chunk->may_have_nulls()) others = true;
  });
  if (others || pieces.empty()) return false;
  auto& flag = seen[0].flag;
  for (const Seen& own : seen)
    for (std::size_t v = 0; v < none; ++v) flag[v] |= own.flag[v];
  const std::vector<std::int32_t> rank = named_levels<std::int64_t>(std::span(flag).first(none), 0, out);
  const auto levels = static_cast<std::int64_t>(out.levels.size());
  if (rank[static_cast<std::size_t>(levels) - 1] != levels - 1) {  // some are skipped
    const std::vector<std::uint8_t> narrow(rank.begin(), rank.end());
    for_pieces(pieces, [&](const Piece& p, std::size_t) {
      const std::span<std::uint8_t> own = std::span(codes).subspan(p.at, static_cast<std::size_t>(p.end - p.begin));
      for (std::uint8_t& c : own) c = narrow[c];
    });
  }
  out.codes = {Codes::Narrow(std::move(codes)), levels};
  return true;
}

/// Integers whose range is small: one pass for the range, one for presence, one to narrow.
template <class T>
bool by_range(const std::vector<Chunk>& chunks, Categories& out) {
  const std::vector<Piece> pieces = pieces_of(chunks);
  if (at_sight<T>(pieces, rows_of(chunks), out)) return true;
  std::vector<std::uint8_t> seen = small_codes<T>(pieces);
  Range<T> range{0, static_cast<T>(std::numeric_limits<T>::max() < 4095 ? std::numeric_limits<T>::max() : 4095)};
  if (seen.empty()) range = range_of<T>(pieces);
  if (range.low > range.high) {  // every row is missing
    out.codes = Codes(std::vector<std::int32_t>(static_cast<std::size_t>(rows_of(chunks)), -1), 0);
    return true;
  }
  constexpr std::uint64_t widest = 1 << 20;
  if (static_cast<std::uint64_t>(range.high) - static_cast<std::uint64_t>(range.low) >= widest) return false;
  if (seen.empty()) seen = occurring(pieces, range);
  const std::vector<std::int32_t> rank = named_levels(std::span<const std::uint8_t>(seen), range.low, out);
  const auto levels = static_cast<std::int64_t>(out.levels.size());
  const std::int64_t rows = rows_of(chunks);
  if (levels < 0xFF)
    out.codes = narrow_range<std::uint8_t, T>(pieces, range.low, rank, levels, rows);
  else if (levels < 0xFFFF)
    out.codes = narrow_range<std::uint16_t, T>(pieces, range.low, rank, levels, rows);
  else
    out.codes = narrow_range<std::uint32_t, T>(pieces, range.low, rank, levels, rows);
  return true;
}

template <class T>
Categories integers(const std::vector<Chunk>& chunks) {
  Categories out;
  if (by_range<T>(chunks, out)) return out;
  std::vector<std::int32_t> codes;
  codes.reserve(static_cast<std::size_t>(rows_of(chunks)));
  std::vector<T> seen;
  std::unordered_map<T, std::int32_t> index;
  for (const Chunk& c : chunks) {
    const T* v = c.values<T>();
    for (std::int64_t i = 0; i < c.length; ++i) {
      if (!c.is_valid(i)) {
        codes.push_back(-1);
        continue;
      }
      const auto [it, fresh] = index.try_emplace(v[i], static_cast<std::int32_t>(seen.size()));
      if (fresh) seen.push_back(v[i]);
      codes.push_back(it->second);
    }
  }
  return sorted_categories(std::move(codes), seen, [](T x) { return std::to_string(x); });
}

/// A dictionary's codes in one chunk, translated through `level_of`. A code outside the dictionary is refused: it would
/// read memory that is not the column's.
template <class T>
void dictionary_codes(const Chunk& c, const std::vector<std::int32_t>& level_of, std::vector<std::int32_t>& out) {
  const T* v = c.values<T>();
  for (std::int64_t i = 0; i < c.length; ++i) {
    if (!c.is_valid(i)) {
      out.push_back(-1);
      continue;
    }
    if (std::cmp_less(v[i], 0) || std::cmp_greater_equal(v[i], level_of.size()))
      throw Error(ErrorCode::data, "found the dictionary code " + std::to_string(v[i]) + ", expected 0 to " +
                                       std::to_string(std::ssize(level_of) - 1) + "; the producer's column is damaged");
    out.push_back(level_of[static_cast<std::size_t>(v[i])]);
  }
}

}  // namespace

std::string_view Chunk::text(std::int64_t i, const std::string& format) const {
  if (format == "u") {
    const auto* at = values<std::int32_t>();
    return {static_cast<const char*>(array->buffers[2]) + at[i], static_cast<std::size_t>(at[i + 1] - at[i])};
  }
  if (format == "U") {
    const auto* at = values<std::int64_t>();
    return {static_cast<const char*>(array->buffers[2]) + at[i], static_cast<std::size_t>(at[i + 1] - at[i])};
  }
  // utf8_view: 16 bytes a row; up to 12 characters inline, else prefix, buffer number and offset
  const char* view = static_cast<const char*>(array->buffers[1]) + 16 * (offset + i);
  std::int32_t size, buffer, at;
  std::memcpy(&size, view, 4);
  if (size <= 12) return {view + 4, static_cast<std::size_t>(size)};
  std::memcpy(&buffer, view + 8, 4);
  std::memcpy(&at, view + 12, 4);
  return {static_cast<const char*>(array->buffers[2 + buffer]) + at, static_cast<std::size_t>(size)};
}

std::string describe_format(const std::string& format) {
  if (format == "u" || format == "U" || format == "vu") return "text";
  if (format == "dictionary") return "categories";
  if (format.starts_with("ts")) return "date-times";
  if (format.starts_with("td")) return "dates";
  if (format.starts_with("+")) return "lists or records";
  return "values of Arrow format '" + format + "'";
}

Categories text_categories(const std::vector<Chunk>& chunks, const std::string& format) {
  std::vector<std::int32_t> codes;
  codes.reserve(static_cast<std::size_t>(rows_of(chunks)));
  std::vector<std::string_view> seen;
  std::unordered_map<std::string_view, std::int32_t> index;
  for (const Chunk& c : chunks) {
    for (std::int64_t i = 0; i < c.length; ++i) {
      if (!c.is_valid(i)) {
        codes.push_back(-1);
        continue;
      }
      const std::string_view text = c.text(i, format);
      const auto [it, fresh] = index.try_emplace(text, static_cast<std::int32_t>(seen.size()));
      if (fresh) seen.push_back(text);
      codes.push_back(it->second);
    }
  }
  return sorted_categories(std::move(codes), seen, [](std::string_view s) { return std::string(s); });
}

Categories bool_categories(const std::vector<Chunk>& chunks) {
  std::vector<std::int32_t> codes;
  for (const Chunk& c : chunks)
    for (std::int64_t i = 0; i < c.length; ++i) codes.push_back(c.is_valid(i) ? c.bit(1, i) : -1);
  return {Codes(codes, 2), {"false", "true"}};
}

Categories integer_categories(const std::vector<Chunk>& chunks, char format) {
  switch (format) {
    case 'c':
      return integers<std::int8_t>(chunks);
    case 'C':
      return integers<std::uint8_t>(chunks);
    case 's':
      return integers<std::int16_t>(chunks);
    case 'S':
      return integers<std::uint16_t>(chunks);
    case 'i':
      return integers<std::int32_t>(chunks);
    case 'I':
      return integers<std::uint32_t>(chunks);
    case 'l':
      return integers<std::int64_t>(chunks);
    default:
      return integers<std::uint64_t>(chunks);
  }
}

Categories number_categories(const Numbers& numbers) {
  std::vector<std::int32_t> codes;
  std::vector<double> seen;
  std::unordered_map<double, std::int32_t> index;
  for (std::size_t i = 0; i < numbers.values.size(); ++i) {
    if (!numbers.valid.empty() && !numbers.valid[i]) {
      codes.push_back(-1);
      continue;
    }
    const auto [it, fresh] = index.try_emplace(numbers.values[i], static_cast<std::int32_t>(seen.size()));
    if (fresh) seen.push_back(numbers.values[i]);
    codes.push_back(it->second);
  }
  return sorted_categories(std::move(codes), seen, shortest);
}

Categories dictionary_categories(const std::vector<Chunk>& chunks, const ArrowSchema& field, const std::string& name) {
  const std::string text = field.dictionary->format;
  if (text != "u" && text != "U" && text != "vu")
    throw Error(ErrorCode::data, "its dictionary holds " + describe_format(text) + ", expected text",
                "column '" + name + "'");
  Categories out;
  std::unordered_map<std::string, std::int32_t> index;
  std::vector<std::int32_t> codes;
  codes.reserve(static_cast<std::size_t>(rows_of(chunks)));
  for (const Chunk& c : chunks) {
    const ArrowArray& d = *c.array->dictionary;  // each chunk may carry another dictionary
    const Chunk values{&d, d.offset, d.length};
    std::vector<std::int32_t> level_of;
    for (std::int64_t k = 0; k < d.length; ++k) {
      const std::string level(values.text(k, text));
      const auto [it, fresh] = index.try_emplace(level, static_cast<std::int32_t>(out.levels.size()));
      if (fresh) out.levels.push_back(level);
      level_of.push_back(values.is_valid(k) ? it->second : -1);
    }
    switch (field.format[0]) {
      case 'c':
        dictionary_codes<std::int8_t>(c, level_of, codes);
        break;
      case 'C':
        dictionary_codes<std::uint8_t>(c, level_of, codes);
        break;
      case 's':
        dictionary_codes<std::int16_t>(c, level_of, codes);
        break;
      case 'S':
        dictionary_codes<std::uint16_t>(c, level_of, codes);
        break;
      case 'i':
        dictionary_codes<std::int32_t>(c, level_of, codes);
        break;
      case 'I':
        dictionary_codes<std::uint32_t>(c, level_of, codes);
        break;
      case 'l':
        dictionary_codes<std::int64_t>(c, level_of, codes);
        break;
      default:
        dictionary_codes<std::uint64_t>(c, level_of, codes);
        break;
    }
  }
  out.codes = Codes(codes, static_cast<std::int64_t>(out.levels.size()));
  return out;
}

}  // namespace enkat::detail
