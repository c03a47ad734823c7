#pragma once
#include <limits>
#include <string_view>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// How the p value of a quadratic statistic of survey data is found. R's names of each are accepted.
enum class TestStatistic {
  f,              ///< "F": second-order Rao-Scott, F on d0 and d0 nu
  chisq,          ///< "Chisq": first-order Rao-Scott, chi-square of the statistic over the mean eigenvalue
  wald,           ///< "Wald": F of the Wald statistic on k and nu
  adjusted_wald,  ///< "adjWald": the same with the small-sample factor (nu - k + 1)/(k nu)
  lincom,         ///< "lincom": exact distribution of the linear combination of F variables
  saddlepoint,    ///< "saddlepoint": saddlepoint approximation of the same
};
[[nodiscard]] TestStatistic parse_test_statistic(std::string_view name);

/// The outcome of a test; a parameter that does not apply is NaN.
struct Test {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();
  double statistic = none;
  double df = none;     ///< of the chi-square, or the first of F
  double ddf = none;    ///< denominator degrees of freedom
  double scale = none;  ///< what a chi-square statistic is divided by before it is compared
  double p_value = none;
  // where a test is of one number:
  double estimate = none, se = none;
  double low = none, high = none;  ///< its interval
};

/// Degrees of freedom nu of the denominator of tests of tables: clusters minus strata that hold a row of the domain,
/// whatever its weight (R's svychisq counts so); after a weight adjustment other than trimming all of the sample's.
/// With replicates, in two phases and where degf is given, the design's own.
[[nodiscard]] double table_degrees_of_freedom(const Design& design);

/// Rows in the domain, whatever their weight; of two phases those of the second.
[[nodiscard]] std::int64_t domain_rows(const Design& design);

}  // namespace enkat
