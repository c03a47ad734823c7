#pragma once
#include <bit>
#include <cstdint>

namespace enkat::detail {

/// e^x for x <= 0, written so that compilers take several at a time; 2 units in the last place. 0 below -708, NaN for
/// NaN.
///
///   x = k ln 2 + r, |r| <= ln 2 / 2;   e^x = 2^k e^r,   e^r by its Taylor series to r^13 (the rest is below 1e-17)
///
/// Source: Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 6 (ln 2 in two parts).
inline double exp_below_zero(double x) {
  constexpr double round = 6755399441055744.0;  // 1.5 2^52: adding it leaves an integer in the last bits
  const double bounded = x > -708.0 ? x : -708.0;
  const double shifted = bounded * 1.4426950408889634 + round, k = shifted - round;
  const double r = (bounded - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
  const double r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
  const double low =
      (1 + r) + r2 * (0.5 + r * (1.0 / 6)) + r4 * ((1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040)));
  const double high = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800)) +
                      r4 * (1.0 / 479001600 + r * (1.0 / 6227020800));
  const std::int64_t exponent = std::bit_cast<std::int64_t>(shifted) - std::bit_cast<std::int64_t>(round) + 1023;
  const double power = std::bit_cast<double>(exponent << 52) * (low + r8 * high);
  const double value = x < -708.0 ? 0.0 : power;
  return x == x ? value : x;
}

}  // namespace enkat::detail
