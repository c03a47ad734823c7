#pragma once
#include <cstdint>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/state/request.hpp"

namespace enkat::detail {

/// The rows a test of groups uses (in the domain, of non-zero weight, with a value and a group), and the groups that
/// occur among them, numbered from 0.
struct GroupedRows {
  std::vector<std::uint8_t> used;
  Codes group;                       ///< missing in rows that are not used
  std::vector<std::int64_t> levels;  ///< of every group: the level it has in the variable

  [[nodiscard]] std::size_t groups() const { return levels.size(); }
};

/// Throws for a multi-select variable and fewer than `fewest` or more than `most` groups.
[[nodiscard]] GroupedRows grouped_rows(const Design& design, const Numbers& y, const Factor& group, std::size_t fewest,
                                       std::size_t most);

/// The rows of the domain of non-zero weight with a value.
[[nodiscard]] std::vector<std::uint8_t> used_rows(const Design& design, const Numbers& y);

}  // namespace enkat::detail
