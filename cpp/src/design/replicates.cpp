#include "enkat/design/replicates.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {

void set_default_scales(Replicates& r, std::size_t count, double rho) {
  const auto k = static_cast<double>(count);
  if (r.kind == "Fay" && !(rho >= 0 && rho < 1))
    throw Error(ErrorCode::design, "rho is " + std::to_string(rho) + ", expected at least 0 and less than 1", "rho");
  r.rscales.assign(count, 1.0);
  if (r.kind == "BRR")
    r.scale = 1 / k;
  else if (r.kind == "Fay")
    r.scale = 1 / (k * (1 - rho) * (1 - rho));
  else if (r.kind == "successive-difference")
    r.scale = 4 / k;
  else if (r.kind == "JK1")
    r.scale = (k - 1) / k;
  else if (r.kind == "JK2")
    r.scale = 1;
  else if (r.kind == "bootstrap")
    r.scale = 1 / (k - 1);
  else
    throw Error(ErrorCode::design,
                "replicates of kind '" + r.kind +
                    "' have no usual scale; give scale and rscales, or one of the kinds BRR, Fay, JK1, JK2, bootstrap, "
                    "successive-difference",
                "kind");
}

int rank_of_gram(std::vector<double> g, std::size_t k) {
  constexpr double tolerance = 1e-5;
  std::vector<double> norm(k);
  for (std::size_t j = 0; j < k; ++j) norm[j] = g[j * k + j];
  int rank = 0;
  for (std::size_t j = 0; j < k; ++j) {
    const double left = g[j * k + j];
    if (!(left > tolerance * tolerance * norm[j])) continue;
    ++rank;
    for (std::size_t a = j + 1; a < k; ++a) {  // what is left of the later columns after column j
      const double f = g[j * k + a] / left;
      for (std::size_t b = a; b < k; ++b) g[a * k + b] -= f * g[j * k + b];
    }
  }
  return rank;
}

int rank_of_columns(std::vector<double> x, std::size_t rows, std::size_t k) {
  constexpr double tolerance = 1e-5;
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> given(
      x.data(), static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(k));
  Eigen::MatrixXd a = given;
  const Eigen::VectorXd norm = a.colwise().norm();
  Eigen::Index rank = 0;
  for (Eigen::Index j = 0; j < a.cols() && rank < a.rows(); ++j) {
    auto below = a.col(j).tail(a.rows() - rank);
    const double left = below.norm();
    if (!(left > tolerance * norm(j))) continue;
    Eigen::VectorXd v = below;
    v(0) += v(0) < 0 ? -left : left;
    const Eigen::Index later = a.cols() - j - 1;
    auto rest = a.block(rank, j + 1, a.rows() - rank, later);
    const Eigen::RowVectorXd shift = v.transpose() * rest * (2 / v.squaredNorm());
    rest.noalias() -= v * shift;
    ++rank;
  }
  return static_cast<int>(rank);
}

}  // namespace enkat
