#pragma once
#include <Eigen/Core>

#include "survival_sample.hpp"

namespace enkat::detail {

/// Sums of r, r x and, where wanted, r x x' (upper half) over the rows at risk, going back in time; r a weight per row.
/// Rows that leave are subtracted, and where little remains of what there was, all is summed again: differences of
/// large sums would be rounding.
class RiskSums {
 public:
  RiskSums(const SurvivalSample& sample, const Eigen::VectorXd& weight, bool squares);

  /// To the time of rows [begin, end) of the order, which follows that of the call before; as `for_times` calls it.
  void move_to(std::size_t begin, std::size_t end, bool fresh);

  double s0 = 0;
  Eigen::VectorXd s1;
  Eigen::MatrixXd s2;

 private:
  void add(std::size_t i, double weight);
  void clear();

  const SurvivalSample* sample_;
  const Eigen::VectorXd* weight_;
  Entries entries_;
  bool squares_;
  std::size_t begin_ = 0, calls_ = 0;
  double peak_ = 0;
};

}  // namespace enkat::detail
