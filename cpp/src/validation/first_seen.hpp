#pragma once
#include <bit>
#include <cstdint>
#include <vector>

namespace enkat::detail {

/// Finds the first row with an equal key: open addressing over row numbers, the keys stay where they are.
class FirstSeen {
 public:
  explicit FirstSeen(std::int64_t rows) : slots_(std::bit_ceil(static_cast<std::size_t>(rows) * 2 + 2)) {}

  /// The first row inserted with this hash for which same(earlier) holds; `row` itself when there is none.
  template <class Same>
  std::int64_t insert(std::uint64_t hash, std::int64_t row, Same&& same) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = (hash ^ (hash >> 32)) & mask;
    for (; slots_[i].row >= 0; i = (i + 1) & mask)
      if (slots_[i].hash == hash && same(slots_[i].row)) return slots_[i].row;
    slots_[i] = {hash, row};
    return row;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::int64_t row = -1;
  };
  std::vector<Slot> slots_;
};

/// Tells after one pass over all hashes which rows may repeat another: those whose bit was met twice. One row in twenty
/// of a file without repetitions is kept for the exact comparison; 4 bytes of memory per row instead of 32.
class RepeatFilter {
 public:
  explicit RepeatFilter(std::int64_t rows)
      : bits_(std::bit_ceil(static_cast<std::size_t>(rows) * 16 + 64)), seen_(bits_ / 64), again_(bits_ / 64) {}

  void note(std::uint64_t hash) {
    const std::size_t i = place(hash);
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    if (seen_[i / 64] & bit)
      again_[i / 64] |= bit;
    else
      seen_[i / 64] |= bit;
  }
  [[nodiscard]] bool may_repeat(std::uint64_t hash) const {
    const std::size_t i = place(hash);
    return (again_[i / 64] >> (i % 64)) & 1U;
  }

 private:
  [[nodiscard]] std::size_t place(std::uint64_t hash) const {
    hash *= 0x9E3779B97F4A7C15U;
    return (hash ^ (hash >> 29)) >> 7 & (bits_ - 1);
  }
  std::size_t bits_;
  std::vector<std::uint64_t> seen_, again_;
};

}  // namespace enkat::detail
