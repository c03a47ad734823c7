#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

#include "../table/arrow_chunk.hpp"
#include "enkat/reading/frame_column.hpp"

namespace enkat::detail {

/// Calls f(chunk, first, last, row): the rows [first, last) of a chunk, the first of which is `row` of the column.
template <class F>
void each_chunk(const ArrowColumn& column, std::int64_t first, std::int64_t last, F&& f) {
  std::int64_t start = 0;
  for (const Chunk& chunk : column.chunks()) {
    const std::int64_t from = std::max(first, start), to = std::min(last, start + chunk.length);
    if (from < to) f(chunk, from - start, to - start, from);
    start += chunk.length;
  }
}

/// Calls f(pointer to the chunk's values of their own type) for a column of numbers.
template <class F>
void with_values(const Chunk& chunk, char format, F&& f) {
  switch (format) {
    case 'c':
      return f(chunk.values<std::int8_t>());
    case 'C':
      return f(chunk.values<std::uint8_t>());
    case 's':
      return f(chunk.values<std::int16_t>());
    case 'S':
      return f(chunk.values<std::uint16_t>());
    case 'i':
      return f(chunk.values<std::int32_t>());
    case 'I':
      return f(chunk.values<std::uint32_t>());
    case 'l':
      return f(chunk.values<std::int64_t>());
    case 'L':
      return f(chunk.values<std::uint64_t>());
    case 'f':
      return f(chunk.values<float>());
    default:
      return f(chunk.values<double>());
  }
}

/// Which code each of a run of whole numbers becomes: entry i is that of `low + i`, `none` where the number is to be
/// looked at as a cell.
template <class T>
struct ValueCodes {
  static constexpr T none = static_cast<T>(missing_code<T> - 1);
  std::int64_t low = 0;
  std::vector<T> codes;
  bool consecutive = false;  ///< the codes are 0, 1, 2, ... : subtracting `low` is enough

  [[nodiscard]] bool empty() const { return codes.empty(); }

  void finish() {
    consecutive = !codes.empty();
    for (std::size_t i = 0; i < codes.size(); ++i) consecutive = consecutive && codes[i] == static_cast<T>(i);
  }

  /// Fills out[0 .. n) when each number has a code; false, with some of them filled, when one has none.
  template <class V>
  bool look_up(const V* values, std::int64_t n, T* out) const {
    if constexpr (std::is_integral_v<V> && sizeof(V) <= 4)
      if (consecutive && fits<V>()) return subtract(values, n, out);
    bool all = true;
    for (std::int64_t i = 0; i < n; ++i) {
      out[i] = code_of(values[i]);
      all = all && out[i] != none;
    }
    return all;
  }

  template <class V>
  [[nodiscard]] T code_of(V value) const {
    if constexpr (std::is_floating_point_v<V>) {
      if (!(value >= -1e15 && value <= 1e15) || value != std::floor(value)) return none;
    } else if constexpr (std::is_unsigned_v<V> && sizeof(V) == 8) {
      if (value > static_cast<V>(INT64_MAX)) return none;
    }
    const std::uint64_t i =
        static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) - static_cast<std::uint64_t>(low);
    return i < codes.size() ? codes[i] : none;
  }

 private:
  template <class V>
  [[nodiscard]] bool fits() const {
    return std::in_range<V>(low);
  }
  /// Without a branch or a table, so that it vectorises.
  template <class V>
  bool subtract(const V* values, std::int64_t n, T* out) const {
    using U = std::make_unsigned_t<V>;
    const auto start = static_cast<U>(static_cast<V>(low));
    U greatest = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      const auto d = static_cast<U>(static_cast<U>(values[i]) - start);
      greatest = std::max(greatest, d);
      out[i] = static_cast<T>(d);
    }
    return greatest < codes.size();
  }
};

}  // namespace enkat::detail
