#pragma once
#include <string>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// A known population margin: the categories of one variable, or joint categories, and their population counts.
struct Margin {
  std::string name;  ///< of the variable, for messages
  const Categories* categories = nullptr;
  std::vector<double> targets;  ///< by level; counts. NaN: the level has no target
};

/// A margin as weighting may use it: every row has a category, every category with rows a positive target, every
/// positive target rows. Throws enkat::Error (design) naming the margin and the category that breaks this.
void check_margin(const Margin& margin, std::span<const double> weights);

/// The same from what is already known: the weight of every level; every row has a category.
void check_targets(const Margin& margin, std::span<const double> weight_of_level);

/// Codes of the cells of several margins together, and the class of each cell in each margin.
[[nodiscard]] JointCells margin_cells(const std::vector<Margin>& margins, int threads = 1);

}  // namespace enkat
