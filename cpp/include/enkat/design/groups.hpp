#pragma once
#include <span>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// The domains that `by` variables make: the combinations that occur among rows of non-zero weight in the design's
/// domain, numbered in the order of their levels, the first variable slowest.
struct Groups {
  Codes code;  ///< domain of each row, -1: a variable is missing, or it is not in use
  std::vector<std::vector<std::int32_t>> member;  ///< by variable: the level of each domain
  std::vector<std::int64_t> rows;                 ///< rows of non-zero weight in each domain
};

[[nodiscard]] Groups groups_of(const Design& design, std::span<const Codes* const> by, int threads = 0);

}  // namespace enkat
