#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace enkat::detail {

/// A parsed JSON value. Members keep the order of the file.
struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text = {};
  std::vector<std::string> keys = {};  ///< of an object, beside `items`
  std::vector<JsonValue> items = {};   ///< of an array or an object

  [[nodiscard]] bool is(Kind k) const { return kind == k; }
  /// The member with this key, or nullptr.
  [[nodiscard]] const JsonValue* find(std::string_view key) const {
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (keys[i] == key) return &items[i];
    return nullptr;
  }
};

/// One step of a JSON pointer, escaped.
std::string pointer_step(std::string_view key);

/// Text to JSON within limits of size and depth; duplicate keys, NaN and bytes that are not UTF-8 are refused with the
/// pointer of the place.
JsonValue parse_document(std::string_view text);

}  // namespace enkat::detail
