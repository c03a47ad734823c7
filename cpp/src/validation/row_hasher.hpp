#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "answers.hpp"

namespace enkat::detail {

/// One hash per row over many columns. Codes of up to 254 categories, as most answers are, wait as bytes until eight
/// columns are together and are then mixed as one word; other columns are mixed one by one.
class RowHasher {
 public:
  explicit RowHasher(std::size_t rows) : hashes_(rows, 0) {}

  void add(const Column& column) {
    if (!add_bytes(column)) mix_cells(column, hashes_);
  }
  [[nodiscard]] std::vector<std::uint64_t> finish() {
    flush();
    return std::move(hashes_);
  }

 private:
  /// The column's cells as bytes: the code, or 255 for none and other values for refusals; equal cells, equal bytes.
  bool add_bytes(const Column& column) {
    const auto* c = std::get_if<CategoryColumn>(&column.data);
    if (!c || !c->reason.empty()) return false;
    return c->codes.visit([&](auto codes) {
      if constexpr (sizeof(codes[0]) > 1) {
        return false;
      } else {
        std::vector<std::uint8_t>& out = bytes_[waiting_];
        out.resize(hashes_.size());
        if (column.missing.empty()) {
          std::copy(codes.begin(), codes.end(), out.begin());
        } else {
          const Missing* const kind = column.missing.data();
          const std::uint8_t* const from = codes.data();
          std::uint8_t* const to = out.data();
          for (std::size_t r = 0, n = out.size(); r < n; ++r) {
            const auto k = static_cast<std::uint8_t>(kind[r]);
            const bool stated = (k == static_cast<std::uint8_t>(Missing::refused)) |
                                (k == static_cast<std::uint8_t>(Missing::no_opinion));
            const std::uint8_t none = stated ? static_cast<std::uint8_t>(0xF0 | k) : std::uint8_t{0xFF};
            const bool value = (from[r] != 0xFF) & (k != static_cast<std::uint8_t>(Missing::invalid));
            to[r] = value ? from[r] : none;
          }
        }
        if (++waiting_ == bytes_.size()) flush();
        return true;
      }
    });
  }

  void flush() {
    if (waiting_ == 0) return;
    for (std::size_t k = waiting_; k < bytes_.size(); ++k) bytes_[k].assign(hashes_.size(), 0);
    const std::uint8_t *a = bytes_[0].data(), *b = bytes_[1].data(), *c = bytes_[2].data(), *d = bytes_[3].data(),
                       *e = bytes_[4].data(), *f = bytes_[5].data(), *g = bytes_[6].data(), *h = bytes_[7].data();
    std::uint64_t* const to = hashes_.data();
    for (std::size_t r = 0, n = hashes_.size(); r < n; ++r) {
      const std::uint32_t low =
          std::uint32_t{a[r]} | std::uint32_t{b[r]} << 8 | std::uint32_t{c[r]} << 16 | std::uint32_t{d[r]} << 24;
      const std::uint32_t high =
          std::uint32_t{e[r]} | std::uint32_t{f[r]} << 8 | std::uint32_t{g[r]} << 16 | std::uint32_t{h[r]} << 24;
      const std::uint64_t x = (to[r] ^ (std::uint64_t{high} << 32 | low)) * 0x9E3779B97F4A7C15U;
      to[r] = x ^ (x >> 32);
    }
    waiting_ = 0;
  }

  std::vector<std::uint64_t> hashes_;
  std::array<std::vector<std::uint8_t>, 8> bytes_;
  std::size_t waiting_ = 0;
};

}  // namespace enkat::detail
