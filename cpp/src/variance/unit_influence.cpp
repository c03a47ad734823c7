#include "parts.hpp"

namespace enkat::detail {
namespace {

/// Takes w_i b_cell(i) off the unit of every row of the sample, inside the domain or not.
void subtract_residuals(const Design& design, const Matrix& b, Matrix& e) {
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

}  // namespace

Matrix unit_influence(const Design& design, const Totals& totals, std::span<const Linear> statistics) {
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
