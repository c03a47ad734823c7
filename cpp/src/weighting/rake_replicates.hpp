#pragma once
#include "enkat/weighting/rake.hpp"

namespace enkat::detail {

/// The replicates of a design with every one raked to the margins, as weights by row.
[[nodiscard]] Replicates raked_replicates(const Design& design, const JointCells& joint,
                                          const std::vector<Margin>& margins, const RakeOptions& options,
                                          std::int64_t& not_converged);

}  // namespace enkat::detail
