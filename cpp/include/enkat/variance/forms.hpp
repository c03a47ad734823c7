#pragma once
#include <cstdint>
#include <vector>

#include "enkat/state/totals.hpp"

namespace enkat {

/// coefficient * total of a column.
struct Term {
  std::int64_t column = 0;
  double coefficient = 1;
};

/// A statistic made of totals: numerator / denominator, or the numerator alone where the denominator is empty.
struct Form {
  std::vector<Term> numerator;
  std::vector<Term> denominator;
};

/// The first-order expansion of a form at the estimated totals: sum of coefficient * column.
///
///   R = N/D:  dR = (dN - R dD) / D
///
/// Source: Woodruff (1971), A simple method for approximating the variance of a complicated estimate, JASA 66.
using Linear = std::vector<Term>;

/// Value of a form; NaN where the denominator is zero (an empty domain).
[[nodiscard]] double value_of(const Form& form, const std::vector<double>& total);
[[nodiscard]] Linear linearize(const Form& form, const std::vector<double>& total);

}  // namespace enkat
