#pragma once
#include "enkat/inference/test.hpp"
#include "enkat/state/request.hpp"

namespace enkat {

/// One-sample t test: is the population mean mu?
///
///   t = (ybar - mu) / se(ybar) on df - 1,  df degrees of freedom of the design in the rows used
///
/// R's svyttest (4.1) takes one from the degrees of freedom here too. Rows without a value are left out as a domain.
/// Throws: fewer than one degree of freedom.  Checked by: tests/golden topic 07
[[nodiscard]] Test t_test(const Design& design, const Numbers& y, double mu, double level);

/// Two-sample t test: have two groups the same population mean?
///
///   t = (ybar_2 - ybar_1) / se on df - 1
///
/// The difference is the coefficient of the second group in a design-based linear regression on the groups, and has its
/// variance: that of the difference of two domain means with their covariance (a cluster may hold both groups).
/// Throws: another number of groups than two, fewer than one degree of freedom.  Checked by: tests/golden topic 07
[[nodiscard]] Test t_test(const Design& design, const Numbers& y, const Factor& group, double level);

/// a - b, missing where either is: what a paired test is about.
[[nodiscard]] Numbers difference(const Numbers& a, const Numbers& b);

}  // namespace enkat
