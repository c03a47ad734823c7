#include "parts.hpp"

// Variance of a two-phase sample: e_i weighted by both phases, p_i the probability of the second, in strata h of the
// first (n_h rows, fraction f_h) and k of the second (m_k of M_k rows of the first phase).
//
//   V = V1 + V2,   V2 = sum_k (1 - p_k) m_k/(m_k - 1) sum_i (e_i - ebar_k)^2
//   full     V1 = sum_ij d1_ij p_i p_j/p_ij e_i e_j, p_ij the joint probabilities of the second phase;
//            d1_ii = 1 - f_h, d1_ij = -(1 - f_h)/(n_h - 1) within h with fpc, else 0
//   approx   V1 = sum_h (1 - f_h) n_h/(n_h - 1) sum_i (p_i e_i - zbar_h)^2 / p_i,   zbar_h = sum_i e_i / n_h
//
// Source: Särndal, Swensson and Wretman (1992), section 9.3; approx estimates the sum of squares over the first phase
// from the second. Checked by: tests/golden topic 02, twophase-*, and R on strata and fpc of the first phase.

namespace enkat::detail {
namespace {

struct Rows {
  const TwoPhase& two;
  const Matrix& e;

  template <class F>
  void each(F&& f) const {
    for (std::size_t i = 0; i < two.in.size(); ++i)
      if (two.in[i])
        f(i, e.row(static_cast<Eigen::Index>(i)), two.probability[static_cast<std::size_t>(two.second[i])]);
  }
};

Matrix second_phase(const Rows& rows) {
  const TwoPhase& t = rows.two;
  const Eigen::Index k = rows.e.cols();
  Matrix v = Matrix::Zero(k, k), sum = Matrix::Zero(static_cast<Eigen::Index>(t.second_size.size()), k);
  rows.each([&](std::size_t i, auto e, double) { sum.row(t.second[i]) += e; });
  rows.each([&](std::size_t i, auto e, double p) {
    const double m = t.second_size[static_cast<std::size_t>(t.second[i])];
    if (m < 2) return;  // a stratum taken completely, or refused when the design was made
    const Eigen::RowVectorXd d = e - sum.row(t.second[i]) / m;
    v.noalias() += (1 - p) * m / (m - 1) * d.transpose() * d;
  });
  return v;
}

Matrix first_phase_approx(const Rows& rows) {
  const TwoPhase& t = rows.two;
  const Eigen::Index k = rows.e.cols();
  Matrix v = Matrix::Zero(k, k), mean = Matrix::Zero(static_cast<Eigen::Index>(t.first_size.size()), k);
  rows.each([&](std::size_t i, auto e, double) {
    mean.row(t.first[i]) += e / t.first_size[static_cast<std::size_t>(t.first[i])];
  });
  rows.each([&](std::size_t i, auto e, double p) {
    const auto h = static_cast<std::size_t>(t.first[i]);
    const double n = t.first_size[h];
    if (n < 2) return;
    const Eigen::RowVectorXd d = p * e - mean.row(t.first[i]);
    v.noalias() += (1 - t.first_fraction[h]) * n / (n - 1) / p * d.transpose() * d;
  });
  return v;
}

/// Pairs within a stratum of the first phase; p_i p_j / p_ij is 1 between strata of the second, m (M-1)/(M (m-1))
/// within one.
Matrix first_phase_full(const Rows& rows) {
  const TwoPhase& t = rows.two;
  const Eigen::Index k = rows.e.cols();
  Matrix v = Matrix::Zero(k, k);
  const std::size_t firsts = t.first_size.size(), seconds = t.second_size.size();
  std::vector<Matrix> sum(firsts, Matrix::Zero(static_cast<Eigen::Index>(seconds), k));
  std::vector<Matrix> squares(firsts * seconds, Matrix::Zero(k, k));
  rows.each([&](std::size_t i, auto e, double p) {
    const auto h = static_cast<std::size_t>(t.first[i]), s = static_cast<std::size_t>(t.second[i]);
    v.noalias() += (1 - t.first_fraction[h]) * p * e.transpose() * e;
    sum[h].row(t.second[i]) += e;
    squares[h * seconds + s].noalias() += e.transpose() * e;
  });
  for (std::size_t h = 0; h < firsts; ++h) {
    const double f = t.first_fraction[h], n = t.first_size[h];
    if (f <= 0 || n < 2) continue;
    const double b = (1 - f) / (n - 1);
    const Eigen::RowVectorXd all = sum[h].colwise().sum();
    v.noalias() -= b * all.transpose() * all;
    for (std::size_t s = 0; s < seconds; ++s) {
      const Eigen::RowVectorXd own = sum[h].row(static_cast<Eigen::Index>(s));
      const Matrix& sq = squares[h * seconds + s];
      const double m = t.second_size[s], size = m / t.probability[s];
      const double ratio = m > 1 ? m * (size - 1) / (size * (m - 1)) : 1;
      v += b * own.transpose() * own;                 // out of the sum over pairs of two strata ...
      v -= b * ratio * (own.transpose() * own - sq);  // ... and in with the pairs of one
    }
  }
  return v;
}

}  // namespace

Matrix two_phase_covariance(const Design& design, const Matrix& e) {
  const Rows rows{*design.two_phase(), e};
  const bool full = design.two_phase()->method == TwoPhase::Method::full;
  return second_phase(rows) + (full ? first_phase_full(rows) : first_phase_approx(rows));
}

}  // namespace enkat::detail
