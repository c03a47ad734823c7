#pragma once
#include <limits>
#include <vector>

namespace enkat {

/// Units drawn with probability proportional to size, without replacement: the fpc column of the first stage holds the
/// inclusion probability of every unit.
struct PpsOptions {
  enum class Method {
    brewer,       ///< Brewer and Hanif (1983): a weight per unit in place of 1 - f_h; any number of stages
    overton,      ///< p_ij = (n-1) p_i p_j / (n - (p_i + p_j)/2)
    hartley_rao,  ///< p_ij = (n-1) p_i p_j / (n - p_i - p_j + sum_p2_over_n)
    joint,        ///< p_ij given
  };
  Method method = Method::brewer;
  bool yates_grundy = false;  ///< else Horvitz and Thompson; not for brewer
  /// Sum of squared probabilities over the population / n, of hartley_rao; NaN: estimated by sum p_i / n.
  double sum_p2_over_n = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> joint = {};  ///< units x units, row-major, in the order of the data
};

/// What the variance reads: the options, with the probability of each first-stage unit.
struct Pps {
  PpsOptions options;
  std::vector<double> probability;
};

}  // namespace enkat
