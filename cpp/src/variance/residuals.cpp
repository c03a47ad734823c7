#include "enkat/design/scanned_adjustments.hpp"
#include "parts.hpp"

namespace enkat::detail {
namespace {

/// Rows of non-zero weight and their weights, by joint cell.
struct CellWeights {
  std::vector<double> rows, weight;
};

CellWeights cell_weights(const Design& design) {
  if (const ScannedAdjustments* s = scanned_adjustments(design)) return {s->cell_rows, s->cell_weight};
  const Adjustments& a = *design.adjustments();
  CellWeights out{std::vector<double>(a.cells(), 0), std::vector<double>(a.cells(), 0)};
  const std::span<const double> w = design.weights();
  a.cell.visit([&](auto cell) {
    for (std::size_t i = 0; i < cell.size(); ++i) {
      out.rows[cell[i]] += w[i] != 0;
      out.weight[cell[i]] += w[i];
    }
  });
  return out;
}

/// Sums of the linearised statistics' z by cell, from sums of the columns by cell.
Matrix by_cell(const std::vector<double>& column_sums, std::size_t cells, std::size_t columns,
               std::span<const Linear> statistics) {
  Matrix out = Matrix::Zero(static_cast<Eigen::Index>(cells), static_cast<Eigen::Index>(statistics.size()));
  for (std::size_t c = 0; c < cells; ++c)
    for (std::size_t j = 0; j < statistics.size(); ++j)
      for (const Term& t : statistics[j])
        out(static_cast<Eigen::Index>(c), static_cast<Eigen::Index>(j)) +=
            t.coefficient * column_sums[c * columns + static_cast<std::size_t>(t.column)];
  return out;
}

/// One step on cells: b gains (after/w) m_class; see AdjustmentStep for m.
void take_step(const AdjustmentStep& step, const Adjustments& a, const CellWeights& cw, const Matrix& plain,
               const Matrix& weighted, Matrix& b) {
  Matrix mean = Matrix::Zero(step.classes, b.cols());
  std::vector<double> base(static_cast<std::size_t>(step.classes), 0);
  for (std::size_t c = 0; c < a.cells(); ++c) {
    const auto row = static_cast<Eigen::Index>(c);
    const std::int32_t k = step.class_of_cell[c];
    if (step.plain) {
      mean.row(k) += a.factor[c] / step.after[c] * (plain.row(row) - cw.rows[c] * b.row(row));
      base[static_cast<std::size_t>(k)] += cw.rows[c];
    } else {
      mean.row(k) += step.before[c] / step.after[c] * (weighted.row(row) - cw.weight[c] * b.row(row));
      base[static_cast<std::size_t>(k)] += step.before[c] / a.factor[c] * cw.weight[c];
    }
  }
  for (std::int32_t k = 0; k < step.classes; ++k)
    if (base[static_cast<std::size_t>(k)] != 0) mean.row(k) /= base[static_cast<std::size_t>(k)];
  for (std::size_t c = 0; c < a.cells(); ++c)
    b.row(static_cast<Eigen::Index>(c)) += step.after[c] / a.factor[c] * mean.row(step.class_of_cell[c]);
}

}  // namespace

Matrix cell_residuals(const Design& design, const Totals& totals, std::span<const Linear> statistics) {
  const Adjustments& a = *design.adjustments();
  const auto columns = static_cast<std::size_t>(totals.columns());
  const CellWeights cw = cell_weights(design);
  const Matrix plain = by_cell(totals.cell_plain, a.cells(), columns, statistics);
  const Matrix weighted = by_cell(totals.cell_sum, a.cells(), columns, statistics);
  Matrix b = Matrix::Zero(plain.rows(), plain.cols());
  for (const AdjustmentRecord& record : a.records)
    for (int round = 0; round < record.rounds; ++round)
      for (const AdjustmentStep& step : record.steps) take_step(step, a, cw, plain, weighted, b);
  return b;
}

}  // namespace enkat::detail
