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

/// What a regression does with row i: it adds `gram` x x' and `weigh` x v', and loses `score` x'B.
struct Parts {
  double gram = 0, weigh = 0, score = 0;
};

Parts parts_of(const RowStep& s, std::size_t i) {
  if (!s.propensity.empty()) {
    const double a = s.model_weight[i], p = s.propensity[i];
    const double responded = s.after[i] != 0 ? 1 : 0;
    if (a == 0) return {};
    return {a * p * (1 - p), responded * (1 - p), a * (responded - p)};
  }
  if (!in_step(s, i)) return {};
  const double dq = s.before[i] / (s.q.empty() ? 1.0 : s.q[i]);
  return {dq, dq / s.after[i], s.after[i]};
}

/// The solution of gram b = right; dependent columns add nothing.
Matrix solved(const Matrix& gram, const Matrix& right) {
  // columns to norm 1, so that what counts as dependent does not hang on their units
  const Eigen::VectorXd norm =
      gram.diagonal().cwiseAbs().cwiseSqrt().unaryExpr([](double v) { return v > 0 ? 1 / v : 0.0; });
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver(gram.rows(), gram.cols());
  solver.setThreshold(1e-11);
  solver.compute(norm.asDiagonal() * gram * norm.asDiagonal());
  return norm.asDiagonal() * Matrix(solver.solve(norm.asDiagonal() * right));
}

void regression_step(const RowStep& s, Matrix& e) {
  const auto p = static_cast<Eigen::Index>(s.columns);
  const auto classes = static_cast<std::size_t>(s.classes.size() > 0 ? s.classes.levels() : 1);
  const Eigen::Map<const Matrix> x(s.x.data(), e.rows(), p);
  std::vector<Matrix> xx(classes, Matrix::Zero(p, p)), xv(classes, Matrix::Zero(p, e.cols()));
  const auto class_of = [&](Eigen::Index i) {
    return s.classes.size() > 0 ? static_cast<std::size_t>(s.classes.at(i)) : std::size_t{0};
  };
  for (Eigen::Index i = 0; i < e.rows(); ++i) {
    const Parts part = parts_of(s, static_cast<std::size_t>(i));
    if (part.gram == 0 && part.weigh == 0) continue;
    xx[class_of(i)].noalias() += part.gram * x.row(i).transpose() * x.row(i);
    xv[class_of(i)].noalias() += part.weigh * x.row(i).transpose() * e.row(i);
  }
  for (std::size_t k = 0; k < classes; ++k) xv[k] = solved(xx[k], xv[k]);
  for (Eigen::Index i = 0; i < e.rows(); ++i) {
    const Parts part = parts_of(s, static_cast<std::size_t>(i));
    if (part.score != 0) e.row(i).noalias() -= part.score * x.row(i) * xv[class_of(i)];
  }
}

void take_record(const RowRecord& record, Matrix& e) {
  for (int round = 0; round < record.rounds; ++round)
    for (const auto& step : record.steps) step->x.empty() ? class_step(*step, e) : regression_step(*step, e);
}

bool nonresponse(const RowRecord& record) { return !record.steps.empty() && !record.steps[0]->propensity.empty(); }

}  // namespace

void take_residuals(const std::vector<RowRecord>& records, Matrix& e) {
  for (const RowRecord& record : records)
    if (!nonresponse(record)) take_record(record, e);
  for (auto record = records.rbegin(); record != records.rend(); ++record)
    if (nonresponse(*record)) take_record(*record, e);
}

}  // namespace enkat::detail
