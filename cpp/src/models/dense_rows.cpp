#include "dense_rows.hpp"

#include "enkat/base/error.hpp"

namespace enkat::detail {

DenseRows dense_rows(const ModelMatrix& matrix) {
  DenseRows out;
  std::vector<Eigen::Index> place(static_cast<std::size_t>(matrix.rows()), -1);
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (!matrix.used()[i]) continue;
    place[i] = static_cast<Eigen::Index>(out.row.size());
    out.row.push_back(i);
  }
  out.x.setZero(static_cast<Eigen::Index>(out.row.size()), static_cast<Eigen::Index>(matrix.columns()));
  for_entries(matrix, 0, matrix.rows(), [&](std::size_t i, std::size_t column, double value) {
    out.x(place[i], static_cast<Eigen::Index>(column)) = value;
  });
  return out;
}

std::vector<std::uint8_t> usable_rows(const Design& design, std::initializer_list<const Numbers*> needed) {
  const auto n = static_cast<std::size_t>(design.rows());
  std::vector<std::uint8_t> used(n, 1);
  const auto keep = [&](std::span<const std::uint8_t> mask) {
    for (std::size_t i = 0; i < mask.size(); ++i) used[i] &= mask[i];
  };
  for (const Numbers* v : needed)
    if (v) keep(v->valid);
  keep(design.domain());
  if (!design.no_zero_weight())
    for (std::size_t i = 0; i < n; ++i) used[i] &= static_cast<std::uint8_t>(design.weights()[i] != 0);
  return used;
}

void refuse_growth(const std::vector<std::string>& names, const Eigen::VectorXd& step, const char* why) {
  Eigen::Index worst = 0;
  step.cwiseAbs().maxCoeff(&worst);
  throw Error(ErrorCode::convergence, why, "column '" + names[static_cast<std::size_t>(worst)] + "'");
}

Eigen::MatrixXd unstandardised(const ModelMatrix& matrix) {
  const std::vector<double> values = matrix.unstandardise();
  const auto p = static_cast<Eigen::Index>(matrix.columns());
  return Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(values.data(), p, p);
}

std::vector<Numbers> spread_to_rows(const std::vector<std::size_t>& row, const Eigen::MatrixXd& z, std::int64_t rows) {
  std::vector<Numbers> out;
  for (Eigen::Index j = 0; j < z.cols(); ++j) {
    auto column = std::make_shared<std::vector<double>>(static_cast<std::size_t>(rows), 0.0);
    for (std::size_t i = 0; i < row.size(); ++i) (*column)[row[i]] = z(static_cast<Eigen::Index>(i), j);
    out.push_back({column, *column, {}, 0});
  }
  return out;
}

}  // namespace enkat::detail
