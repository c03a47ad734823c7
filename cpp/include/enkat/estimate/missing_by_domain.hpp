#pragma once
#include <cstdint>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// Rows of non-zero weight that have no value of the variable, in every domain of `by` (one domain without it).
[[nodiscard]] std::vector<std::int64_t> missing_by_domain(const Design& design, const Variable& variable,
                                                          const Codes* by);

}  // namespace enkat
