#include <Eigen/QR>

#include "parts.hpp"

// Residuals of adjustments that are kept by row; the formulas stand at RowStep.

namespace enkat::detail {
namespace {

/// A row takes part when it had a weight before the step and has one after it.
bool in_step(const RowStep& s, std::size_t i) { return s.before[i] != 0 && s.after[i] != 0; }

void class_step(const RowStep& s, Matrix& e) {
  Matrix mean = Matrix::Zero(s.classes.levels(), e.cols());
  std::vector<double> base(static_cast<std::size_t>(s.classes.levels()), 0);
  s.classes.visit([&](auto code) {
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (!in_step(s, i)) continue;
      const double d = s.plain ? 1.0 : s.before[i];
      base[code[i]] += d;
      mean.row(code[i]) += d / s.after[i] * e.row(static_cast<Eigen::Index>(i));
    }
    for (std::size_t k = 0; k < base.size(); ++k)
      if (base[k] != 0) mean.row(static_cast<Eigen::Index>(k)) /= base[k];
    for (std::size_t i = 0; i < code.size(); ++i)
      if (in_step(s, i)) e.row(static_cast<Eigen::Index>(i)) -= s.after[i] * mean.row(code[i]);
  });
}

void regression_step(const RowStep& s, Matrix& e) {
  const auto p = static_cast<Eigen::Index>(s.columns);
  const Eigen::Map<const Matrix> x(s.x.data(), e.rows(), p);
  Matrix xx = Matrix::Zero(p, p), xv = Matrix::Zero(p, e.cols());
  for (Eigen::Index i = 0; i < e.rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (!in_step(s, at)) continue;
    const double q = s.q.empty() ? 1.0 : s.q[at];
    xx.noalias() += s.before[at] / q * x.row(i).transpose() * x.row(i);
    xv.noalias() += s.before[at] / (s.after[at] * q) * x.row(i).transpose() * e.row(i);
  }
  // columns to norm 1, so that what counts as dependent does not hang on their units; dependent ones add nothing
  const Eigen::VectorXd norm = xx.diagonal().cwiseSqrt().unaryExpr([](double v) { return v > 0 ? 1 / v : 0.0; });
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(p, p);
  solver.setThreshold(1e-11);
  solver.compute(norm.asDiagonal() * xx * norm.asDiagonal());
  const Matrix b = norm.asDiagonal() * Matrix(solver.solve(norm.asDiagonal() * xv));
  for (Eigen::Index i = 0; i < e.rows(); ++i)
    if (in_step(s, static_cast<std::size_t>(i)))
      e.row(i).noalias() -= s.after[static_cast<std::size_t>(i)] * x.row(i) * b;
}

}  // namespace

void take_residuals(const RowRecord& record, Matrix& e) {
  for (int round = 0; round < record.rounds; ++round)
    for (const auto& step : record.steps) step->x.empty() ? class_step(*step, e) : regression_step(*step, e);
}

}  // namespace enkat::detail
