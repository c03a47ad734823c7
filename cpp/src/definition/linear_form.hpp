#pragma once
#include <functional>
#include <optional>
#include <string>

#include "enkat/base/expression.hpp"

namespace enkat::detail {

/// slope * x + constant, where x is one answer, the number of choices, or the length of a text.
struct LinearForm {
  const ExprNode* x = nullptr;  ///< the name or matrix row behind x; nullptr: a constant
  double slope = 0, constant = 0;
};

/// The expression as such a form; nullopt where it reads two answers, or an answer for which `numeric` is false.
[[nodiscard]] std::optional<LinearForm> linear_form(const Expression& e, const ExprNode& n,
                                                    const std::function<bool(const ExprNode&)>& numeric);

/// a - b, where both read the same answer or one reads none.
[[nodiscard]] std::optional<LinearForm> difference(const LinearForm& a, const LinearForm& b);

}  // namespace enkat::detail
