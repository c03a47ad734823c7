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
/// of a file without repetitions is kept for the exact comparison; four bytes of memory per row instead of 32, and no
/// branches.
class RepeatFilter {
 public:
  explicit RepeatFilter(std::int64_t rows) : words_(std::bit_ceil(static_cast<std::size_t>(rows) / 4 + 1)) {}

  void note(std::uint64_t hash) {
    hash *= 0x9E3779B97F4A7C15U;
    Word& word = words_[(hash >> 20) & (words_.size() - 1)];
    const std::uint64_t bit = std::uint64_t{1} << (hash >> 58);
    word.again |= word.seen & bit;
    word.seen |= bit;
  }
  [[nodiscard]] bool may_repeat(std::uint64_t hash) const {
    hash *= 0x9E3779B97F4A7C15U;
    return (words_[(hash >> 20) & (words_.size() - 1)].again >> (hash >> 58)) & 1U;
  }

 private:
  struct Word {
    std::uint64_t seen = 0, again = 0;
  };
  std::vector<Word> words_;
};

}  // namespace enkat::detail
