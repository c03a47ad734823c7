#pragma once
#include <limits>
#include <span>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat {

/// Where the weight that was cut off goes.
enum class Redistribute {
  equal,         ///< in equal parts to the weights that were inside the limits
  proportional,  ///< in proportion to the weights that were inside
  none,          ///< nowhere: the sum of weights changes
};

struct TrimOptions {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  Redistribute redistribute = Redistribute::equal;
  bool strict = false;  ///< repeat until every weight is inside
};

/// Limits on weights. Rows of weight 0 are not in the sample and stay so.
///
///   w_i <- min(max(w_i, lower), upper);  inside weights gain (sum of w before - sum after) / (how many are inside)
///
/// A weight that was cut to a limit takes no later share beyond it. Source: Lumley (2010), section 7.4; Potter (1990),
/// ASA Proceedings.  Throws: enkat::Error (design) for limits that no weights with this sum can keep.
/// Checked by: tests/golden/cases/08, trim-*
[[nodiscard]] std::vector<double> trimmed(std::span<const double> weights, const TrimOptions& options);

/// The design with trimmed weights, separately in every group. The variance takes them as they are.
[[nodiscard]] Design trim(const Design& design, const std::vector<TrimOptions>& by_group, const Codes* group = nullptr);

/// q-quantile (R's default rule) of the weights that are not 0.
[[nodiscard]] double weight_quantile(std::span<const double> weights, double q);

/// An upper limit of the weights: median + k (third quartile - first quartile).
/// Source: Potter and Zheng (2015), ASA Proceedings, "Methods and issues in trimming extreme weights".
[[nodiscard]] double iqr_limit(std::span<const double> weights, double k);

}  // namespace enkat
