#pragma once
#include "enkat/design/design.hpp"

namespace enkat::detail {

/// The stages that enter the variance, and what else the declared columns say.
struct BuiltStages {
  std::vector<Stage> stages;
  Codes unit_of_row;
  bool rows_are_units = true;
  bool has_fpc = false;
  std::vector<double>
      inverse_fraction;  ///< where asked for, by row: product over the stages with fpc of units / sampled units
};

[[nodiscard]] BuiltStages build_stages(std::int64_t rows, const std::vector<StageColumns>& columns, bool nest, bool pps,
                                       bool wants_weights);

}  // namespace enkat::detail
