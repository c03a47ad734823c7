#pragma once
#include "enkat/inference/test.hpp"

namespace enkat {

/// Two independent proportions x1/n1 and x2/n2: chi-square test of their equality, and the interval of the difference.
struct TwoProportions {
  Test test;  ///< estimate: the difference
  double low = Test::none, high = Test::none;
};

///   X^2 = sum over both groups of (x - n p)^2 / (n p (1 - p)),  p = (x1 + x2)/(n1 + n2),  on 1 df
///   p1 - p2 -+ z sqrt(p1 (1-p1)/n1 + p2 (1-p2)/n2), cut to [-1, 1]
///
/// `continuity` takes min(1/2, |p1 - p2| / (1/n1 + 1/n2)) from every deviation and adds as much to the interval.
///
/// Source: Newcombe (1998), Statistics in Medicine 17, 873-890, methods 1 and 2; Yates (1934).  Throws: no trials,
/// counts outside [0, n].  p of 0 or 1 in both groups gives NaN: nothing can differ.  Checked by: tests/golden topic 10
[[nodiscard]] TwoProportions two_proportions(double x1, double n1, double x2, double n2, double level,
                                             bool continuity = false);

}  // namespace enkat
