#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace enkat {

/// How p values of a family of tests are adjusted.
enum class Adjustment {
  none,
  bonferroni,          ///< family-wise error, any dependence
  holm,                ///< family-wise error, any dependence; never larger than bonferroni
  benjamini_hochberg,  ///< false discovery rate, independent or positively dependent tests
};

/// "none", "bonferroni", "holm" or "bh" (also "benjamini_hochberg", R's "BH" and "fdr"). Throws for any other name.
[[nodiscard]] Adjustment parse_adjustment(std::string_view name);

/// Adjusted p values: reject at level a where the adjusted value is at most a. With m tests, p_(1) <= ... <= p_(m):
///
///   bonferroni           min(1, m p_i)
///   holm                 max over j <= i of min(1, (m - j + 1) p_(j))
///   benjamini_hochberg   min over j >= i of min(1, m/j p_(j))
///
/// A NaN is no test: it stays NaN and does not count in m.
/// Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini and Hochberg (1995), Journal of the
/// Royal Statistical Society B 57, 289-300.  Throws: a value outside [0, 1].
/// Cost: O(m log m).  Checked by: tests/cpp/inference/test_multiplicity.cpp against R's p.adjust
[[nodiscard]] std::vector<double> adjust_p(std::span<const double> p, Adjustment method);

}  // namespace enkat
