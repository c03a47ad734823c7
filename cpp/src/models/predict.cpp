#include <Eigen/LU>
#include <cmath>

#include "cross_products.hpp"
#include "dense_rows.hpp"
#include "enkat/models/glm.hpp"

namespace enkat {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

std::vector<double> linear_predictor(const ModelMatrix& matrix, std::span<const double> coefficients, int threads) {
  const auto p = static_cast<Eigen::Index>(matrix.columns());
  const Eigen::VectorXd b = Eigen::Map<const Eigen::VectorXd>(coefficients.data(), p);
  const Eigen::MatrixXd back = detail::unstandardised(matrix);
  // standardised coefficients solve back * b' = b; `back` is triangular up to the order of columns and well scaled
  return detail::linear_predictor(matrix, back.partialPivLu().solve(b), threads);
}

std::vector<double> linear_predictor_se(const ModelMatrix& matrix, const std::vector<double>& covariance) {
  const auto p = static_cast<Eigen::Index>(matrix.columns());
  const Eigen::MatrixXd to = detail::unstandardised(matrix).inverse();
  const Eigen::MatrixXd v = to * Eigen::Map<const RowMajor>(covariance.data(), p, p) * to.transpose();
  std::vector<double> out(static_cast<std::size_t>(matrix.rows()), 0);
  std::vector<std::vector<std::pair<Eigen::Index, double>>> entries;
  const auto n = static_cast<std::size_t>(matrix.rows());
  std::size_t row = n;
  std::vector<std::pair<Eigen::Index, double>> entry;
  const auto finish = [&] {
    double sum = 0;
    for (const auto& [a, x] : entry)
      for (const auto& [b, y] : entry) sum += x * v(a, b) * y;
    if (row < n) out[row] = std::sqrt(std::max(sum, 0.0));
    entry.clear();
  };
  detail::for_entries(matrix, 0, matrix.rows(), [&](std::size_t i, std::size_t column, double value) {
    if (i != row) finish();
    row = i;
    entry.emplace_back(static_cast<Eigen::Index>(column), value);
  });
  finish();
  return out;
}

AverageResponse average_response(const ModelMatrix& matrix, Link link, std::span<const double> coefficients,
                                 std::span<const double> weights, const Numbers* offset, int threads) {
  std::vector<double> slope = linear_predictor(matrix, coefficients, threads);
  AverageResponse out;
  double weight = 0;
  for (std::size_t i = 0; i < slope.size(); ++i) {
    if (!matrix.used()[i]) continue;
    const double eta = slope[i] + (offset ? offset->values[i] : 0);
    out.value += weights[i] * mean_of(link, eta);
    weight += weights[i];
    slope[i] = weights[i] * slope_of(link, eta);
  }
  out.value /= weight;
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(matrix.columns()));
  detail::for_entries(matrix, 0, matrix.rows(), [&](std::size_t i, std::size_t column, double value) {
    gradient[static_cast<Eigen::Index>(column)] += slope[i] * value / weight;
  });
  gradient = detail::unstandardised(matrix).transpose().partialPivLu().solve(gradient).eval();
  out.gradient.assign(gradient.data(), gradient.data() + gradient.size());
  return out;
}

}  // namespace enkat
