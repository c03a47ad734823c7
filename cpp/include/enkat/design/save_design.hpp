#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// Everything a design is made of. `save_design` writes these and `load_design` reads them; a new member of Design has
/// to appear here too, or saved designs lose it.
struct DesignParts {
  std::int64_t rows = 0;
  bool weighted = false;
  DesignOptions options;
  std::vector<double> weights;
  const Numbers* weights_in_place = nullptr;  ///< in their stead: a column with an owner, which is not copied
  std::vector<Stage> stages;
  bool rows_are_units = true;
  Codes unit_of_row;
  std::optional<std::vector<std::uint8_t>> domain;
  std::shared_ptr<const Adjustments> adjustments;
  std::shared_ptr<const Pps> pps;
  std::shared_ptr<const TwoPhase> two_phase;
  std::optional<Replicates> replicates;
  bool trusted = false;  ///< made by the library itself, maybe without its rows: nothing is checked
};

inline constexpr int design_format_version = 1;

/// A design as JSON (UTF-8): {"format": "enkat engine design", "version": 1, "rows": ..., ...}.
///
/// Numbers are written with as many digits as make them come back equal. Strata and clusters are kept as the numbers
/// that the variance reads, adjustments as their records: a later version gives the same estimates without adjusting
/// again.
[[nodiscard]] std::string save_design(const Design& design);

/// The design that `save_design` wrote, or Python's `Design.save`, with the same estimates to the last bit.
///
/// The text may come from anywhere: every length and every index is checked before it is used, and nothing is
/// reserved that the text does not hold.
/// Throws enkat::Error (data) for text that is no such JSON, for a version this library does not know, and for parts
/// that contradict each other.  Checked by: tests/cpp/design/test_save_design.cpp, tests/data/saved
[[nodiscard]] Design load_design(std::string_view json);

}  // namespace enkat
