#pragma once
#include <string>

namespace enkat {

/// The one rounding of everything that is published: half away from zero, after adding 1e-9 of a unit.
///
///   r(v) = sign(v) floor(|v| 10^d + 1/2 + 1e-9) / 10^d
///
/// The small addition makes 29 of 200 (14.499999999999998 in binary) 15 per cent, as a reader computes it.
/// Never gives -0. Assumes |v| 10^d below 2^53; larger values are returned as they are.
[[nodiscard]] double round_published(double value, int decimals);

/// The decimal text of a published number, exactly `decimals` places, "." as separator, no grouping.
[[nodiscard]] std::string text_published(double value, int decimals);

}  // namespace enkat
