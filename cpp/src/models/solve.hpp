#pragma once
#include <Eigen/Core>
#include <string>
#include <vector>

namespace enkat::detail {

/// Cholesky factor of an information matrix, scaled to a unit diagonal.
class Information {
 public:
  explicit Information(const Eigen::MatrixXd& information);

  /// The first column that is, to 1e-11, a linear combination of those before it; -1: none.
  [[nodiscard]] Eigen::Index dependent() const { return dependent_; }
  /// Names of the columns it depends on.
  [[nodiscard]] std::vector<std::string> depends_on(const std::vector<std::string>& names) const;
  [[nodiscard]] Eigen::VectorXd solve(const Eigen::VectorXd& gradient) const;
  [[nodiscard]] Eigen::MatrixXd inverse() const;

 private:
  Eigen::MatrixXd scaled_, factor_;
  Eigen::VectorXd scale_;
  Eigen::Index dependent_ = -1;
};

/// Row-major values of a symmetric matrix.
[[nodiscard]] inline std::vector<double> values_of(const Eigen::MatrixXd& symmetric) {
  return {symmetric.data(), symmetric.data() + symmetric.size()};
}

}  // namespace enkat::detail
