#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace enkat {

/// Category codes 0..levels-1, one per row, in the narrowest unsigned type that holds them.
/// The largest value of the type stands for "no category" (`missing`).
class Codes {
 public:
  using Narrow = std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>>;

  Codes() = default;

  /// Takes codes with -1 for missing; throws enkat::Error for a code outside [-1, levels).
  Codes(std::span<const std::int32_t> codes, std::int64_t levels);
  /// Takes codes that are already narrow; the caller vouches for their range.
  Codes(Narrow codes, std::int64_t levels) : narrow_(std::move(codes)), levels_(levels) {}

  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] std::int64_t levels() const { return levels_; }
  /// The code of a row, -1 when missing. For kernels use `visit`.
  [[nodiscard]] std::int32_t at(std::int64_t row) const;
  /// Calls f(std::span<const T>) with T one of uint8_t, uint16_t, uint32_t.
  template <class F>
  decltype(auto) visit(F&& f) const {
    return std::visit([&](const auto& v) -> decltype(auto) { return f(std::span(v.data(), v.size())); }, narrow_);
  }

 private:
  Narrow narrow_;
  std::int64_t levels_ = 0;
};

template <class T>
inline constexpr T missing_code = std::numeric_limits<T>::max();

}  // namespace enkat
