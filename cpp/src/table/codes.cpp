#include "enkat/table/codes.hpp"

#include <string>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

template <class T>
std::vector<T> narrowed(std::span<const std::int32_t> codes, std::int64_t levels) {
  std::vector<T> out(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] < -1 || codes[i] >= levels)
      throw Error(ErrorCode::data, "row " + std::to_string(i + 1) + " holds code " + std::to_string(codes[i]) +
                                       ", expected -1 (missing) or 0 to " + std::to_string(levels - 1));
    out[i] = codes[i] < 0 ? missing_code<T> : static_cast<T>(codes[i]);
  }
  return out;
}

}  // namespace

Codes::Codes(std::span<const std::int32_t> codes, std::int64_t levels) : levels_(levels) {
  if (levels < missing_code<std::uint8_t>)
    narrow_ = narrowed<std::uint8_t>(codes, levels);
  else if (levels < missing_code<std::uint16_t>)
    narrow_ = narrowed<std::uint16_t>(codes, levels);
  else
    narrow_ = narrowed<std::uint32_t>(codes, levels);
}

std::int64_t Codes::size() const {
  return visit([](auto v) { return static_cast<std::int64_t>(v.size()); });
}

std::int32_t Codes::at(std::int64_t row) const {
  return visit([row](auto v) -> std::int32_t {
    const auto c = v[static_cast<std::size_t>(row)];
    using T = std::remove_cvref_t<decltype(c)>;
    return c == missing_code<T> ? -1 : static_cast<std::int32_t>(c);
  });
}

}  // namespace enkat
