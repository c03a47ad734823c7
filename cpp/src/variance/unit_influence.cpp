#include "enkat/design/scanned_adjustments.hpp"
#include "parts.hpp"

namespace enkat::detail {
namespace {

/// Takes w_i b_cell(i) off the unit of every row of the sample, inside the domain or not.
void subtract_residuals(const Design& design, const Matrix& b, Matrix& e) {
  if (const ScannedAdjustments* s = scanned_adjustments(design)) {
    for (Eigen::Index u = 0; u < e.rows(); ++u)
      for (Eigen::Index c = 0; c < b.rows(); ++c) {
        const double w = s->unit_weight[static_cast<std::size_t>(u * b.rows() + c)];
        if (w != 0) e.row(u).noalias() -= w * b.row(c);
      }
    return;
  }
  const std::span<const double> w = design.weights();
  const auto subtract = [&](std::size_t i, std::size_t unit, std::size_t cell) {
    e.row(static_cast<Eigen::Index>(unit)).noalias() -= w[i] * b.row(static_cast<Eigen::Index>(cell));
  };
  design.adjustments()->cell.visit([&](auto cell) {
    if (design.rows_are_units())
      for (std::size_t i = 0; i < cell.size(); ++i) subtract(i, i, cell[i]);
    else
      design.unit_of_row().visit([&](auto unit) {
        for (std::size_t i = 0; i < cell.size(); ++i) subtract(i, unit[i], cell[i]);
      });
  });
}

/// w_i z_i of every linearised statistic.
Matrix row_influence(const Totals& totals, std::span<const Linear> statistics) {
  struct Entry {
    Eigen::Index statistic;
    std::size_t z;
    double coefficient;
  };
  const auto width = static_cast<std::size_t>(totals.width);
  std::vector<std::vector<Entry>> in_group(static_cast<std::size_t>(totals.groups));
  for (std::size_t j = 0; j < statistics.size(); ++j)
    for (const Term& t : statistics[j])
      in_group[static_cast<std::size_t>(t.column) / width].push_back(
          {static_cast<Eigen::Index>(j), static_cast<std::size_t>(t.column) % width, t.coefficient});
  Matrix e = Matrix::Zero(totals.units, static_cast<Eigen::Index>(statistics.size()));
  for (std::size_t i = 0; i < totals.row_group.size(); ++i) {
    if (totals.row_group[i] < 0) continue;
    const double* wz = totals.unit_total.data() + i * width;
    for (const Entry& t : in_group[static_cast<std::size_t>(totals.row_group[i])])
      e(static_cast<Eigen::Index>(i), t.statistic) += t.coefficient * wz[t.z];
  }
  return e;
}

/// Sums over the last-stage units of the design.
Matrix by_unit(const Design& design, Matrix& e) {
  if (design.rows_are_units()) return std::move(e);
  Matrix out = Matrix::Zero(design.units(), e.cols());
  design.unit_of_row().visit([&](auto unit) {
    for (std::size_t i = 0; i < unit.size(); ++i) out.row(unit[i]) += e.row(static_cast<Eigen::Index>(i));
  });
  return out;
}

}  // namespace

Matrix unit_influence(const Design& design, const Totals& totals, std::span<const Linear> statistics) {
  if (totals.kind == TotalsKind::rows) {
    Matrix e = row_influence(totals, statistics);
    take_residuals(design.adjustments()->row_records, e);
    return by_unit(design, e);
  }
  const auto columns = static_cast<std::size_t>(totals.columns());
  Matrix e(totals.units, static_cast<Eigen::Index>(statistics.size()));
  for (std::int64_t u = 0; u < totals.units; ++u) {
    const double* row = totals.unit_total.data() + static_cast<std::size_t>(u) * columns;
    double* out = e.data() + u * e.cols();
    for (std::size_t j = 0; j < statistics.size(); ++j) {
      double sum = 0;
      for (const Term& t : statistics[j]) sum += t.coefficient * row[t.column];
      out[j] = sum;
    }
  }
  if (design.adjustments()) subtract_residuals(design, cell_residuals(design, totals, statistics), e);
  return e;
}

}  // namespace enkat::detail
