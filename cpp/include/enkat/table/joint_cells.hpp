#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "enkat/table/codes.hpp"

namespace enkat {

/// Distinct joint cells of several codes of the same rows; rows with a missing code have no cell.
struct JointCells {
  Codes cell;
  std::vector<std::vector<std::int32_t>> member;  ///< by input: the code that each cell has
};

/// Cells that occur, numbered in the order of their codes, the first input slowest; one input keeps its codes. Where
/// the product of the levels is over 2^22 they are numbered as they appear. Cost: two passes over the rows.
[[nodiscard]] JointCells joint_cells(std::span<const Codes* const> codes, int threads = 1);

}  // namespace enkat
