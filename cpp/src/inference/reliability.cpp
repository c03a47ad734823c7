#include "enkat/inference/reliability.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>
#include <string>

#include "by_influence.hpp"
#include "enkat/base/error.hpp"

namespace enkat {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The items as a matrix; values of rows that do not count are read as 0 and have weight 0.
MatrixXd matrix_of(const std::vector<const Numbers*>& items) {
  const auto k = static_cast<Eigen::Index>(items.size());
  MatrixXd y(items.front()->size(), k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const Numbers& item = *items[static_cast<std::size_t>(j)];
    for (Eigen::Index i = 0; i < y.rows(); ++i) {
      const auto row = static_cast<std::size_t>(i);
      y(i, j) = item.valid.empty() || item.valid[row] ? item.values[row] : 0;
    }
  }
  return y;
}

/// Weighted deviations and their covariance.
struct Moments {
  MatrixXd deviation;
  MatrixXd s;
  double weight = 0;
};

Moments moments(const MatrixXd& y, const std::vector<double>& weights) {
  const VectorXd w = Eigen::Map<const VectorXd>(weights.data(), y.rows());
  Moments m;
  m.weight = w.sum();
  m.deviation = y.rowwise() - (w.transpose() * y / m.weight).eval();
  m.s = m.deviation.transpose() * w.asDiagonal() * m.deviation / m.weight;
  return m;
}

void check_items(std::size_t found, std::size_t fewest) {
  if (found < fewest)
    throw Error(ErrorCode::design,
                "found " + std::to_string(found) + " items, expected at least " + std::to_string(fewest), "items");
}

/// Loadings of one factor: l_i = sum_(j != i) s_ij l_j / sum_(j != i) l_j^2, repeated.
VectorXd one_factor(const MatrixXd& s, VectorXd l) {
  for (int round = 0; round < 20000; ++round) {
    const VectorXd before = l;
    for (Eigen::Index i = 0; i < l.size(); ++i) {
      const double others = l.squaredNorm() - l(i) * l(i);
      l(i) = (s.row(i).dot(l) - s(i, i) * l(i)) / others;
    }
    if (!l.allFinite()) break;
    if ((l - before).cwiseAbs().maxCoeff() <= 1e-14 * l.cwiseAbs().maxCoeff()) return l;
  }
  throw Error(ErrorCode::convergence,
              "the loadings of one common factor could not be found: the items have no factor in common that explains "
              "their covariances; look at their correlations",
              "mcdonald_omega");
}

/// An item whose loading explains more than its variance: the model does not hold.
void check_unique_variances(const MatrixXd& s, const VectorXd& l) {
  for (Eigen::Index i = 0; i < l.size(); ++i) {
    const std::string item = "item " + std::to_string(i + 1);
    if (!(s(i, i) > 0))
      throw Error(ErrorCode::data, item + " is constant, expected values that differ", "mcdonald_omega");
    if (s(i, i) < l(i) * l(i))
      throw Error(ErrorCode::convergence,
                  item +
                      " shares more variance with the common factor than it has (a Heywood case), expected items of "
                      "one factor; leave out the items that do not correlate with the others, or use Cronbach's "
                      "alpha",
                  "mcdonald_omega");
  }
}

double omega_of(const MatrixXd& s, const VectorXd& l) {
  const double common = l.sum() * l.sum();
  return common / (common + s.trace() - l.squaredNorm());
}

/// Where the loadings start: the first principal component.
VectorXd start(const MatrixXd& s) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(s);
  return eigen.eigenvectors().col(s.cols() - 1) * std::sqrt(eigen.eigenvalues()(s.cols() - 1));
}

/// d omega / d S, symmetric: the entry of a pair is half its derivative.
MatrixXd omega_gradient(const MatrixXd& s, const VectorXd& l) {
  MatrixXd out(s.rows(), s.cols());
  for (Eigen::Index i = 0; i < s.rows(); ++i)
    for (Eigen::Index j = 0; j <= i; ++j) {
      const double step = 1e-5 * std::sqrt(s(i, i) * s(j, j));
      const auto at = [&](double h) {
        MatrixXd moved = s;
        moved(i, j) += h;
        if (i != j) moved(j, i) += h;
        return omega_of(moved, one_factor(moved, l));
      };
      const double derivative = (at(step) - at(-step)) / (2 * step);
      out(i, j) = out(j, i) = i == j ? derivative : derivative / 2;
    }
  return out;
}

}  // namespace

Estimates cronbach_alpha(const Design& design, const std::vector<const Numbers*>& items, int threads) {
  check_items(items.size(), 2);
  const MatrixXd y = matrix_of(items);
  const auto k = static_cast<double>(items.size());
  return detail::by_influence(
      design, items,
      [&](const std::vector<double>& weights, bool full) {
        const Moments m = moments(y, weights);
        const double a = m.s.trace(), b = m.s.sum(), factor = k / (k - 1);
        detail::WithInfluence out{b > 0 ? factor * (1 - a / b) : std::numeric_limits<double>::quiet_NaN(), {}};
        if (!full) return out;
        const VectorXd squares = m.deviation.rowwise().squaredNorm(), sum = m.deviation.rowwise().sum();
        const double scale = b > 0 ? factor / (b * m.weight) : 0;
        const VectorXd z = scale * ((b > 0 ? a / b : 0) * (sum.array().square() - b) - (squares.array() - a));
        out.z.assign(z.begin(), z.end());
        return out;
      },
      threads);
}

Estimates mcdonald_omega(const Design& design, const std::vector<const Numbers*>& items, int threads) {
  check_items(items.size(), 3);
  const MatrixXd y = matrix_of(items);
  return detail::by_influence(
      design, items,
      [&](const std::vector<double>& weights, bool full) {
        const Moments m = moments(y, weights);
        const VectorXd l = one_factor(m.s, start(m.s));
        detail::WithInfluence out{omega_of(m.s, l), {}};
        if (!full) return out;
        check_unique_variances(m.s, l);
        const MatrixXd g = omega_gradient(m.s, l);
        const double centre = g.cwiseProduct(m.s).sum();
        const VectorXd z = ((m.deviation * g).cwiseProduct(m.deviation).rowwise().sum().array() - centre) / m.weight;
        out.z.assign(z.begin(), z.end());
        return out;
      },
      threads);
}

}  // namespace enkat
