#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/table/arrow.hpp"

namespace enkat::detail {

/// A view of one chunk of a column: rows offset .. offset + length of an Arrow array.
struct Chunk {
  const ArrowArray* array;
  std::int64_t offset;
  std::int64_t length;

  [[nodiscard]] bool bit(int buffer, std::int64_t i) const {
    const auto* bytes = static_cast<const std::uint8_t*>(array->buffers[buffer]);
    const std::int64_t at = offset + i;
    return (bytes[at >> 3] >> (at & 7)) & 1;
  }
  [[nodiscard]] bool may_have_nulls() const {
    return array->n_buffers > 0 && array->buffers[0] != nullptr && array->null_count != 0;
  }
  [[nodiscard]] bool is_valid(std::int64_t i) const { return !may_have_nulls() || bit(0, i); }
  template <class T>
  [[nodiscard]] const T* values() const {
    return static_cast<const T*>(array->buffers[1]) + offset;
  }
  /// Text of row i in format "u", "U" or "vu".
  [[nodiscard]] std::string_view text(std::int64_t i, const std::string& format) const;
};

[[nodiscard]] std::string describe_format(const std::string& format);
[[nodiscard]] Categories dictionary_categories(const std::vector<Chunk>& chunks, const ArrowSchema& field,
                                               const std::string& name);
[[nodiscard]] Categories text_categories(const std::vector<Chunk>& chunks, const std::string& format);
[[nodiscard]] Categories bool_categories(const std::vector<Chunk>& chunks);
[[nodiscard]] Categories integer_categories(const std::vector<Chunk>& chunks, char format);
[[nodiscard]] Categories number_categories(const Numbers& numbers);

}  // namespace enkat::detail
