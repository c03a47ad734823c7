#pragma once
#include <span>
#include <string>
#include <vector>

#include "enkat/state/seen_levels.hpp"

namespace enkat {

/// The domains that variables make together in rows that come in chunks, numbered as they are first seen.
class SeenGroups {
 public:
  SeenGroups() = default;
  SeenGroups(std::size_t variables, const std::vector<LevelOrder>& order, const std::string& last);

  [[nodiscard]] std::size_t variables() const { return by_.size(); }
  [[nodiscard]] std::int64_t size() const;
  /// The domain of every row of a chunk; rows that miss a variable have none.
  [[nodiscard]] Codes codes_of(std::span<const Categories* const> by);
  /// The number here of every domain of another list.
  [[nodiscard]] std::vector<std::int32_t> numbers_of(const SeenGroups& other);

  /// The domains in the order that reading all rows at once gives: by level, the first variable slowest.
  struct Ordered {
    std::vector<std::int32_t> place;                ///< of each domain; -1: it does not occur
    std::vector<Categories> levels;                 ///< by variable, without rows
    std::vector<std::vector<std::int32_t>> member;  ///< by variable: the level of each domain
    [[nodiscard]] std::size_t size() const { return member.empty() ? 1 : member[0].size(); }
  };
  [[nodiscard]] Ordered in_order(std::span<const std::uint8_t> occurs) const;

 private:
  [[nodiscard]] std::vector<std::int32_t> members(std::int32_t group) const;

  std::vector<SeenLevels> by_;
  std::vector<SeenPairs> joint_;  ///< (the first k variables, the next)
};

/// The levels in their order, as categories without rows.
[[nodiscard]] Categories levels_only(const SeenLevels& seen);
/// By number: the place in the order.
[[nodiscard]] std::vector<std::int32_t> places_of(const SeenLevels& seen);

}  // namespace enkat
