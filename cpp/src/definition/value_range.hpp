#pragma once
#include <functional>
#include <optional>

#include "enkat/base/expression.hpp"

namespace enkat::detail {

/// Every value lies within; infinite where nothing bounds it.
struct ValueRange {
  double low = 0, high = 0;
};

/// The range of a sum, difference, product, number or answer, from the ranges of the answers; nullopt: not known.
/// Rounding is monotone, so the bounds hold for the doubles that a check computes, not only for real numbers.
[[nodiscard]] std::optional<ValueRange> value_range(
    const Expression& e, const ExprNode& n, const std::function<std::optional<ValueRange>(const ExprNode&)>& answer);

/// Whether no value of a stands in the relation to a value of b.
[[nodiscard]] bool never_holds(Op op, const ValueRange& a, const ValueRange& b);

}  // namespace enkat::detail
