#include "enkat/design/scanned_adjustments.hpp"
#include "enkat/state/margins.hpp"
#include "parts.hpp"

// Variances under adjusted weights where every row is a unit and the rows are gone. A statistic's residual
//   e_i = sum_z c_z w_i z_i - w_i b_cell(i)
// is a linear function of w z and w within a domain and cell, so that the moments of these by stratum give those of e.
// In moments.cpp's terms the groups are the pairs of a domain and a cell, and one more for each cell: the rows that
// take part in no domain.

namespace enkat::detail {
namespace {

struct Expanded {
  Totals totals;
  std::vector<Linear> statistics;
};

/// Moments with a group for every pair and every cell; those of a table with margins, whose corner is the column of 1.
Totals with_outside(const Totals& t, const ScannedAdjustments& a) {
  const MomentsByCell& m = a.moments;
  const auto strata = static_cast<std::size_t>(t.strata), cells = a.cells(), pairs = m.cell.size();
  Totals x;
  x.kind = TotalsKind::moments;
  x.one_hot = t.one_hot;
  x.strata = t.strata;
  x.width = m.width;
  x.groups = static_cast<std::int64_t>(pairs + cells);
  const auto width = static_cast<std::size_t>(m.width), size = t.one_hot ? width : width * width;
  for (std::size_t h = 0; h < strata; ++h) {
    const auto add = [&](std::vector<double>& to, const std::vector<double>& from, std::size_t block) {
      const auto at = from.begin() + static_cast<std::ptrdiff_t>(h * pairs * block);
      to.insert(to.end(), at, at + static_cast<std::ptrdiff_t>(pairs * block));
      to.insert(to.end(), cells * block, 0.0);
    };
    add(x.first, m.first, width);
    add(x.second, m.second, size);
  }
  if (t.one_hot) x = with_margins(std::move(x), m.width / m.table_columns, m.table_columns);
  const auto wide = static_cast<std::size_t>(x.width);
  const std::size_t ones = t.one_hot ? wide - 1 : static_cast<std::size_t>(m.ones);
  for (std::size_t h = 0; h < strata; ++h)
    for (std::size_t c = 0; c < cells; ++c) {
      const std::size_t slot = h * (pairs + cells) + pairs + c;
      x.first[slot * wide + ones] = m.outside_first[h * cells + c];
      x.second[t.one_hot ? slot * wide + ones : (slot * wide + ones) * wide + ones] = m.outside_second[h * cells + c];
    }
  return x;
}

Expanded expanded(const Design& design, const Totals& t, std::span<const Linear> statistics) {
  const ScannedAdjustments& a = *scanned_adjustments(design);
  const MomentsByCell& m = a.moments;
  const Matrix b = cell_residuals(design, t, statistics);
  Expanded out{with_outside(t, a), {}};
  const std::int64_t wide = out.totals.width, ones = t.one_hot ? wide - 1 : m.ones;
  const auto place = [&](std::int64_t z) {  // of a column of the table without margins in the one with margins
    const bool moved = t.one_hot && t.grid_columns == 0;
    return moved ? z / m.table_columns * (m.table_columns + 1) + z % m.table_columns : z;
  };
  const auto pairs = static_cast<std::int64_t>(m.cell.size());
  for (std::size_t j = 0; j < statistics.size(); ++j) {
    Linear e;
    const auto residual = [&](std::int64_t group, std::int64_t cell) {
      const double value = b(cell, static_cast<Eigen::Index>(j));
      if (value != 0) e.push_back({group * wide + ones, -value});
    };
    for (std::int64_t p = 0; p < pairs; ++p) {
      for (const Term& term : statistics[j])
        if (term.column / t.width == m.domain[static_cast<std::size_t>(p)])
          e.push_back({p * wide + place(term.column % t.width), term.coefficient});
      residual(p, m.cell[static_cast<std::size_t>(p)]);
    }
    for (std::int64_t c = 0; c < static_cast<std::int64_t>(a.cells()); ++c) residual(pairs + c, c);
    out.statistics.push_back(std::move(e));
  }
  return out;
}

}  // namespace

std::vector<double> moment_variances_by_cell(const Design& design, const Totals& totals,
                                             const std::vector<Linear>& statistics) {
  const Expanded x = expanded(design, totals, statistics);
  return moment_variances(design, x.totals, x.statistics);
}

Covariance moment_covariance_by_cell(const Design& design, const Totals& totals,
                                     const std::vector<Linear>& statistics) {
  const Expanded x = expanded(design, totals, statistics);
  return moment_covariance(design, x.totals, x.statistics);
}

}  // namespace enkat::detail
