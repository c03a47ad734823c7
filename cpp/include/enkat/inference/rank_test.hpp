#pragma once
#include <string_view>
#include <vector>

#include "enkat/inference/test.hpp"
#include "enkat/state/request.hpp"

namespace enkat {

/// What a rank r of a population of N is turned into.
enum class RankScore {
  wilcoxon,         ///< r/N; with more than two groups the Kruskal-Wallis test
  van_der_waerden,  ///< normal quantile of r/N
  median,           ///< 1 where r/N is over 1/2: Mood's test
};
/// "wilcoxon" ("kruskal_wallis", R's "KruskalWallis"), "van_der_waerden" ("vanderWaerden"), "median".
[[nodiscard]] RankScore parse_rank_score(std::string_view name);
[[nodiscard]] double rank_score(RankScore score, double relative_rank);

/// Estimated population ranks over N: in order of y, r_i = cumulated weight - w_i/2, rows that are tied sharing the
/// mean of theirs. NaN in rows outside the domain, of weight zero or without a value of y or of the group.
[[nodiscard]] std::vector<double> relative_ranks(const Design& design, const Numbers& y, const Factor& group);

/// Have the groups the same distribution? Design-based rank test: linear regression of the scores on the groups.
///
///   delta_g = mean score of group g - that of the first,   V the covariance of the totals of the influence values
///   z_gi = 1(g) (s_i - sbar_g)/W_g - 1(first) (s_i - sbar_1)/W_1,   the scores taken as given
///   two groups: t = delta/se on df - 1;   k groups: F = delta' V^-1 delta / (k-1) on k-1 and df - (k-1)
///
/// df degrees of freedom of the design in the rows used. With replicate weights V is that of the totals of z under
/// them.
///
/// Source: Lumley and Scott (2013), Two-sample rank tests under complex sampling, Biometrika 100, 831-842.
/// Throws: fewer than two groups, too few degrees of freedom, scores that are not finite.
/// Checked by: tests/golden topic 07
[[nodiscard]] Test rank_test(const Design& design, const std::vector<double>& scores, const Factor& group,
                             double level);

}  // namespace enkat
