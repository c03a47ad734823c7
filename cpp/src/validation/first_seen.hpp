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

}  // namespace enkat::detail
