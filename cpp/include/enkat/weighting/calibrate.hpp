#pragma once
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// How far a new weight is from the old one; each distance has its own F with g_i = F(x_i'b/q_i).
///
///   linear   F(u) = 1 + u                             the generalised regression estimator (GREG)
///   raking   F(u) = exp(u)                            with indicators: classical raking
///   logit    F(u) = (L(U-1) + U(1-L) e^{Au}) / (U-1 + (1-L) e^{Au}),  A = (U-L)/((1-L)(U-1))
///   sinh     F(u) = s/2 + sqrt(s^2/4 + 1),  s = asinh(2u)
///
/// Source: Deville and Särndal (1992), JASA 87, table 1; sinh: Le Guennec and Sautory (2002), CALMAR 2.
enum class Distance { linear, raking, logit, sinh };

/// Auxiliary columns and their known population totals.
struct Auxiliary {
  std::vector<std::string> names;
  std::vector<double> x;       ///< rows x columns, row-major
  std::vector<double> totals;  ///< by column

  [[nodiscard]] std::size_t columns() const { return totals.size(); }
};

struct CalibrateOptions {
  Distance distance = Distance::linear;
  double lower = -std::numeric_limits<double>::infinity();  ///< of g; F is cut off there (logit needs both)
  double upper = std::numeric_limits<double>::infinity();
  double tolerance = 1e-10;    ///< largest gap, relative to the larger of |total| and sum d |x|
  int max_iterations = 200;    ///< Newton steps
  std::vector<double> q = {};  ///< working variance by row; empty: 1
};

/// How calibration went; `converged` false means that the totals are not met to the tolerance.
struct CalibrationFactors {
  std::vector<double> g;  ///< new weight / old weight, by row; 1 where the old weight is 0
  bool converged = false;
  int iterations = 0;
  std::vector<double> largest_gap;     ///< history: before the first step and after every step, relative
  std::vector<double> gap;             ///< by column, relative
  std::vector<std::size_t> dependent;  ///< columns that are combinations of those before and were not needed
};

/// Factors g with  sum_i d_i g_i x_i = totals  that are nearest to 1: Newton's method on the dual problem, in
/// orthonormal auxiliary columns.
///
/// Throws enkat::Error (design) for impossible bounds, a q that is not positive, and a column whose total contradicts
/// those of the columns it is a combination of.
/// Source: Deville and Särndal (1992), equations 2.3 to 2.5.  Cost: rows x columns^2 per iteration.
[[nodiscard]] CalibrationFactors calibration_factors(std::span<const double> d, const Auxiliary& auxiliary,
                                                     const CalibrateOptions& options);

/// Why totals cannot be met.
struct Infeasible {
  std::optional<double> lower, upper;  ///< the smallest bounds around those asked for that would do
  std::optional<std::size_t> column;   ///< a column whose wanted mean lies outside its range in the sample
  double wanted_mean = 0, smallest = 0, largest = 0;
};

/// Looks for the reason: a mean outside the sample's range, or bounds that are too narrow. One bound is widened where
/// that is enough, else both; a positive bound stays positive. Without finite bounds there are none to widen.
[[nodiscard]] Infeasible why_infeasible(std::span<const double> d, const Auxiliary& auxiliary,
                                        const CalibrateOptions& options);

/// How the calibration of a design went, by group (one group without `group`).
struct CalibrateResult {
  Design design;
  std::vector<CalibrationFactors> by_group;  ///< g is left empty
  std::vector<std::int64_t> negative;        ///< rows of each group whose new weight is below 0; they are kept
  std::vector<std::int64_t> at_bounds;       ///< rows of each group whose g is at a bound
};

/// Calibrated weights w = g d, separately in every group when `group` is given (totals then has groups x columns).
///
/// `aggregate_stage` k (from 1; 0: none) gives one g to all rows of a unit of stage k: columns are replaced by their
/// plain means in the unit. The variance takes the regression on x off (RowStep).
/// Checked by: tests/golden/cases/08, greg*, cal*
[[nodiscard]] CalibrateResult calibrate(const Design& design, const Auxiliary& auxiliary,
                                        const CalibrateOptions& options, int aggregate_stage = 0,
                                        const Codes* group = nullptr);

}  // namespace enkat
