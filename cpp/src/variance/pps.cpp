#include <cmath>

#include "enkat/base/error.hpp"
#include "parts.hpp"

// Variance under unequal probabilities without replacement, units i and j of one stratum, e their weighted totals:
//
//   Horvitz and Thompson (1952)   V = sum_ij d_ij e_i e_j,                   d_ij = 1 - p_i p_j / p_ij,  d_ii = 1 - p_i
//   Yates and Grundy (1953)       V = -1/2 sum_ij d_ij (e_i - e_j)^2
//
// Units of two strata are drawn independently: d_ij = 0. Approximations of p_ij: see PpsOptions (Overton 1985; Hartley
// and Rao 1962). Checked by: tests/golden topic 02, pps-*

namespace enkat::detail {
namespace {

/// d_ij for units of the whole sample.
class Pairs {
 public:
  explicit Pairs(const Design& design)
      : pps_(*design.pps()), stage_(design.stages().front()), sum_p2_over_n_(stage_.strata(), 0) {
    for (std::size_t u = 0; u < stage_.units(); ++u)
      sum_p2_over_n_[stratum(u)] += pps_.probability[u] / static_cast<double>(stage_.sampled[stratum(u)]);
    if (!std::isnan(pps_.options.sum_p2_over_n)) sum_p2_over_n_.assign(stage_.strata(), pps_.options.sum_p2_over_n);
  }

  [[nodiscard]] double at(std::size_t i, std::size_t j) const {
    const double pi = pps_.probability[i], pj = pps_.probability[j];
    if (i == j) return 1 - pi;
    if (pps_.options.method == PpsOptions::Method::joint)
      return 1 - pi * pj / pps_.options.joint[i * stage_.units() + j];
    if (stratum(i) != stratum(j)) return 0;
    const auto n = static_cast<double>(stage_.sampled[stratum(i)]);
    if (pps_.options.method == PpsOptions::Method::overton) return 1 - (n - (pi + pj) / 2) / (n - 1);
    return 1 - (n - pi - pj + sum_p2_over_n_[stratum(i)]) / (n - 1);
  }
  [[nodiscard]] std::size_t size() const { return stage_.units(); }

 private:
  [[nodiscard]] std::size_t stratum(std::size_t u) const { return static_cast<std::size_t>(stage_.stratum[u]); }

  const Pps& pps_;
  const Stage& stage_;
  std::vector<double> sum_p2_over_n_;
};

}  // namespace

Matrix pps_covariance(const Design& design, const Matrix& e) {
  const Pairs d(design);
  const bool yates_grundy = design.pps()->options.yates_grundy;
  const auto n = static_cast<Eigen::Index>(d.size());
  Matrix v = Matrix::Zero(e.cols(), e.cols());
  Eigen::RowVectorXd weighted(e.cols());
  for (Eigen::Index i = 0; i < n; ++i) {
    weighted.setZero();
    double row = 0;
    for (Eigen::Index j = 0; j < n; ++j) {
      const double q = d.at(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
      weighted += q * e.row(j);
      row += q;
    }
    if (yates_grundy) weighted -= row * e.row(i);
    v.noalias() += e.row(i).transpose() * weighted;
  }
  return v;
}

}  // namespace enkat::detail
