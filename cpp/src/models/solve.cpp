#include "solve.hpp"

#include <Eigen/Cholesky>
#include <cmath>

namespace enkat::detail {

Information::Information(const Eigen::MatrixXd& information) {
  const Eigen::Index p = information.rows();
  scale_ = information.diagonal().cwiseSqrt();
  scaled_ = information;
  factor_ = Eigen::MatrixXd::Zero(p, p);
  for (Eigen::Index j = 0; j < p; ++j)
    if (!(scale_[j] > 0)) {
      dependent_ = j;
      return;
    }
  scaled_ = scale_.cwiseInverse().asDiagonal() * information * scale_.cwiseInverse().asDiagonal();
  constexpr double tolerance = 1e-11;
  for (Eigen::Index j = 0; j < p; ++j) {
    const double pivot = scaled_(j, j) - factor_.row(j).head(j).squaredNorm();
    if (!(pivot > tolerance)) {
      dependent_ = j;
      return;
    }
    factor_(j, j) = std::sqrt(pivot);
    for (Eigen::Index i = j + 1; i < p; ++i)
      factor_(i, j) = (scaled_(i, j) - factor_.row(i).head(j).dot(factor_.row(j).head(j))) / factor_(j, j);
  }
}

std::vector<std::string> Information::depends_on(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  const Eigen::Index j = dependent_;
  if (j <= 0 || !(scale_[j] > 0)) return out;
  const Eigen::VectorXd c =
      factor_.topLeftCorner(j, j).triangularView<Eigen::Lower>().transpose().solve(factor_.row(j).head(j).transpose());
  for (Eigen::Index i = 0; i < j; ++i)
    if (std::abs(c[i]) > 1e-6) out.push_back(names[static_cast<std::size_t>(i)]);
  return out;
}

Eigen::VectorXd Information::solve(const Eigen::VectorXd& gradient) const {
  Eigen::VectorXd out = gradient.cwiseQuotient(scale_);
  factor_.triangularView<Eigen::Lower>().solveInPlace(out);
  factor_.triangularView<Eigen::Lower>().transpose().solveInPlace(out);
  return out.cwiseQuotient(scale_);
}

Eigen::MatrixXd Information::inverse() const {
  Eigen::MatrixXd out = scale_.cwiseInverse().asDiagonal();
  factor_.triangularView<Eigen::Lower>().solveInPlace(out);
  factor_.triangularView<Eigen::Lower>().transpose().solveInPlace(out);
  return scale_.cwiseInverse().asDiagonal() * out;
}

}  // namespace enkat::detail
