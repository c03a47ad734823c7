#pragma once
#include <string_view>

#include "enkat/estimate/interval.hpp"

namespace enkat {

/// Intervals of a proportion x/n from n independent trials; the design plays no part (see share_interval for surveys).
enum class BinomialMethod {
  wilson,             ///< score interval
  wilson_continuity,  ///< with the correction min(1/2, |x - n/2|), as R's prop.test has it
  clopper_pearson,    ///< exact: beta quantiles
  wald,               ///< p -+ z sqrt(p(1-p)/n), not cut to 0 and 1
  agresti_coull,      ///< Wald at (x + z^2/2)/(n + z^2), not cut
  jeffreys,           ///< equal tails of Beta(x + 1/2, n - x + 1/2), without correction at the ends
};
/// The names above. Throws for any other.
[[nodiscard]] BinomialMethod parse_binomial_method(std::string_view name);

/// Source: Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133; continuity: Newcombe (1998), Statistics in
/// Medicine 17, 857-872.  Throws: n not above 0, x outside [0, n], level outside (0, 1).
/// Checked by: tests/golden topic 10
[[nodiscard]] Interval binomial_interval(double x, double n, BinomialMethod method, double level);

/// Exact two-sided p value of x successes in n trials of probability p: the chance of all outcomes that are at most as
/// likely as x (relative slack 1e-7 for rounding, as R's binom.test).
/// Source: Clopper and Pearson (1934), Biometrika 26.  Throws: as above, counts that are not whole.
[[nodiscard]] double binomial_test(double x, double n, double p);

}  // namespace enkat
