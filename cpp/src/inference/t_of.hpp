#pragma once
#include <cstdint>
#include <vector>

#include "enkat/inference/test.hpp"

namespace enkat::detail {

/// Degrees of freedom of the design in the rows used, less the parameters; at least one must be left.
[[nodiscard]] double test_df(const Design& design, const std::vector<std::uint8_t>& used, double parameters);

/// The t test that a number is `null`, with its interval.
[[nodiscard]] Test t_of(double estimate, double se, double null, double df, double level);

}  // namespace enkat::detail
