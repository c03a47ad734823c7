#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "enkat/table/numbers.hpp"

namespace enkat {

/// How levels are ordered once all rows have been read: as they came (dictionaries, truth values), as text, or as
/// numbers. A column read at once has its levels in the same order.
enum class LevelOrder : std::uint8_t { as_seen, text, number };

/// The levels of a column that is read in chunks, numbered as they are first seen: a chunk numbers its own otherwise.
class SeenLevels {
 public:
  explicit SeenLevels(LevelOrder order = LevelOrder::as_seen, std::string last = {})
      : order_(order), last_(std::move(last)) {}

  /// The chunk's rows in this numbering; levels that are new get the next numbers.
  [[nodiscard]] Codes codes_of(const Categories& chunk);
  /// The same where levels without a row are none: those of a dictionary may be more than the column has.
  [[nodiscard]] Codes codes_of_used(const Categories& chunk);
  /// The number of each level of another list; new ones get the next numbers.
  [[nodiscard]] std::vector<std::int32_t> numbers_of(std::span<const std::string> levels);

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(levels_.size()); }
  [[nodiscard]] const std::vector<std::string>& levels() const { return levels_; }
  /// Place k of the final order: the number of the level that stands there. A level named `last` stands last.
  [[nodiscard]] std::vector<std::int32_t> in_order() const;

 private:
  LevelOrder order_;
  std::string last_;
  std::vector<std::string> levels_;
  std::unordered_map<std::string, std::int32_t> number_;
};

/// Numbers of pairs (first, second) of codes, as they are first seen.
class SeenPairs {
 public:
  /// The chunk's rows as pairs; rows that miss either have none.
  [[nodiscard]] Codes codes_of(const Codes& first, const Codes& second);
  [[nodiscard]] std::int32_t number_of(std::int32_t first, std::int32_t second);

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(first_.size()); }
  [[nodiscard]] const std::vector<std::int32_t>& first() const { return first_; }
  [[nodiscard]] const std::vector<std::int32_t>& second() const { return second_; }

 private:
  std::unordered_map<std::uint64_t, std::int32_t> number_;
  std::vector<std::int32_t> first_, second_;
};

/// Codes under new numbers: `to` by old code, in a type that holds `levels`.
[[nodiscard]] Codes renumbered(const Codes& codes, std::span<const std::int32_t> to, std::int64_t levels);

}  // namespace enkat
