#pragma once
#include <algorithm>
#include <cmath>

#include "enkat/weighting/calibrate.hpp"

namespace enkat::detail {

/// F and its derivative for one distance; the formulas stand at Distance.
class DistanceFunction {
 public:
  explicit DistanceFunction(const CalibrateOptions& o) : kind_(o.distance), low_(o.lower), high_(o.upper) {
    if (kind_ == Distance::logit) a_ = (high_ - low_) / ((1 - low_) * (high_ - 1));
  }

  struct Value {
    double g, slope;
  };

  [[nodiscard]] Value operator()(double u) const {
    if (kind_ == Distance::logit) return logit(u);
    Value v = kind_ == Distance::linear ? Value{1 + u, 1} : kind_ == Distance::raking ? raking(u) : sinh(u);
    if (v.g < low_) return {low_, 0};
    if (v.g > high_) return {high_, 0};
    return v;
  }

 private:
  static Value raking(double u) {
    const double g = std::exp(std::min(u, 700.0));  // beyond that the double overflows
    return {g, g};
  }
  static Value sinh(double u) {
    const double s = std::asinh(2 * u), root = std::sqrt(s * s / 4 + 1);
    return {s >= 0 ? s / 2 + root : 1 / (root - s / 2), (0.5 + s / (4 * root)) * 2 / std::sqrt(4 * u * u + 1)};
  }
  [[nodiscard]] Value logit(double u) const {
    const double up = high_ - 1, down = 1 - low_;
    if (a_ * u > 0) {  // divided by e^{Au}, which may overflow
      const double e = std::exp(-a_ * u), den = up * e + down;
      return {(low_ * up * e + high_ * down) / den, a_ * (high_ - low_) * up * down * e / (den * den)};
    }
    const double e = std::exp(a_ * u), den = up + down * e;
    return {(low_ * up + high_ * down * e) / den, a_ * (high_ - low_) * up * down * e / (den * den)};
  }

  Distance kind_;
  double low_, high_, a_ = 0;
};

}  // namespace enkat::detail
