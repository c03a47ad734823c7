#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace enkat {

/// Which value between two rows a quantile is. `math` and hf1 are the same, as are `school` and hf2.
enum class QuantileRule : std::uint8_t { math, school, hf3, hf4, hf5, hf6, hf7, hf8, hf9 };

/// The rule of a public name: math, school, hf1 to hf9. Throws enkat::Error (design) that lists the names.
[[nodiscard]] QuantileRule parse_quantile_rule(std::string_view name);

/// Rows in the order (value, row) around the one where the cumulated weight first reaches a target.
struct Place {
  std::array<double, 3> value{};   ///< of the row before, the row itself, the row after
  std::array<double, 3> weight{};  ///< likewise
  double before = 0;               ///< S_{k-1}: weight of all rows before the row itself
  bool has_before = false, has_after = false;
  bool even = false;  ///< whether the row before has an even number in order; known to hf3 only
};

/// The cumulated weight that a share p asks for: p W, or p times what the rule takes for the whole.
///   hf6 W + w_n     hf7 W - w_n     hf8 W + w_n/3     hf9 W + w_n/4          W all weight, w_n the weight last in
///   order
[[nodiscard]] double quantile_target(QuantileRule rule, double p, double total, double last_weight);

/// The quantile at a place found for `target`. With S_k the weight up to row k and w_k its own:
///
///   math    the first value with S_k >= target; on equality the lower value          school  the mean of both on
///   equality hf3     the value whose S_k is nearest to the target; half-way between two, the one with an even k hf4
///   ... linear in the points (S_k - a w_k, y_k):  a = 0 (hf4, hf6)  1/2 (hf5)  1 (hf7)  1/3 (hf8)  3/8 (hf9)
///
/// Two conventions of R's survey are kept, so that its numbers are met: where the first row alone exceeds the target,
/// `math` and `school` take the second value; and hf4 goes on linearly below the first point.
/// Source: Hyndman and Fan (1996), Sample quantiles in statistical packages, with weights as in R survey 4.1.
[[nodiscard]] double quantile_at(QuantileRule rule, double target, const Place& place);

/// Cumulated weights closer than this part of themselves count as equal.
inline constexpr double share_tolerance = 1e-12;

}  // namespace enkat
