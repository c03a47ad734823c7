#include "cell_table.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "../estimate/statistics.hpp"
#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

constexpr std::int64_t most_cells = 1500;

void check_factor(const Factor& factor, const char* which) {
  if (factor.options)
    throw Error(ErrorCode::design,
                "is a multi-select question, whose cells overlap; expected a single-choice variable: test one option "
                "at a time",
                which);
}

void check_cells(std::int64_t cells) {
  if (cells > most_cells)
    throw Error(ErrorCode::data,
                "the table has " + std::to_string(cells) + " cells, expected at most " + std::to_string(most_cells) +
                    "; merge categories, for example with ek.cut",
                "chisq");
}

void check_table(const Table& t) {
  for (const auto& [levels, which] : {std::pair{t.r(), "row"}, std::pair{t.c(), "column"}})
    if (levels < 2)
      throw Error(ErrorCode::data,
                  "has " + std::to_string(levels) + " level" + (levels == 1 ? "" : "s") +
                      " with a row of non-zero weight in the table, expected at least 2",
                  which);
}

}  // namespace

void check_sides(const Factor& row, const Factor& column) {
  check_factor(row, "row");
  check_factor(column, "column");
  check_cells(row.levels() * column.levels());
}

Table table_of(const Design& design, const Factor& row, const Factor& column, int threads) {
  check_sides(row, column);
  const TotalsRequest request{{{Block::Kind::pairs, nullptr, row, column}}, nullptr, threads};
  return table_of_totals(std::make_shared<const Totals>(totals(design, request)), row.levels(), column.levels());
}

namespace {

/// `step`: columns of the totals from one row of the table to the next.
Table table_with(std::shared_ptr<const Totals> totals, std::int64_t r, std::int64_t c, std::int64_t step) {
  Table t{std::move(totals), {}, {}, {}, {}};
  const auto occurs = [&](std::int64_t i, std::int64_t j) {
    return t.totals->count[static_cast<std::size_t>(i * step + j)] > 0;
  };
  for (std::int64_t i = 0; i < r; ++i)
    for (std::int64_t j = 0; j < c; ++j)
      if (occurs(i, j)) {
        t.rows.push_back(i);
        break;
      }
  for (std::int64_t j = 0; j < c; ++j)
    for (const std::int64_t i : t.rows)
      if (occurs(i, j)) {
        t.columns.push_back(j);
        break;
      }
  check_table(t);
  t.share.resize(t.r(), t.c());
  for (std::int64_t i = 0; i < t.r(); ++i)
    for (std::int64_t j = 0; j < t.c(); ++j) {
      t.cell.push_back(t.rows[static_cast<std::size_t>(i)] * step + t.columns[static_cast<std::size_t>(j)]);
      t.share(i, j) = t.totals->total[static_cast<std::size_t>(t.cell.back())];
    }
  t.share /= t.share.sum();
  return t;
}

}  // namespace

Table table_of_totals(std::shared_ptr<const Totals> pairs, std::int64_t rows, std::int64_t columns) {
  return table_with(std::move(pairs), rows, columns, columns);
}

Table table_of_grid(std::shared_ptr<const Totals> grid, std::int64_t rows, std::int64_t columns) {
  check_cells(rows * columns);
  return table_with(std::move(grid), rows, columns, columns + 1);
}

CellCounts cell_counts(const Design& design, std::shared_ptr<const Totals> totals,
                       const std::vector<std::int64_t>& cells, int threads) {
  return cell_counts(design, std::move(totals), domain_sizes(design, nullptr), cells, threads);
}

CellCounts cell_counts(const Design& design, std::shared_ptr<const Totals> totals, const DomainSize& size,
                       const std::vector<std::int64_t>& cells, int threads) {
  std::vector<Statistic> statistics;
  for (const std::int64_t cell : cells) {
    Statistic s;
    s.form = {{{cell, 1}}, {}};
    s.base = {{cell, 1}};
    statistics.push_back(std::move(s));
  }
  CellCounts out{finish(design, std::move(totals), size, statistics, threads), {}};
  const Covariance v = out.counts.covariance();
  const auto k = static_cast<Eigen::Index>(v.size);
  out.covariance = Eigen::Map<const Eigen::MatrixXd>(v.values.data(), k, k);
  return out;
}

Eigen::MatrixXd share_covariance(const Design& design, const CellCounts& cells) {
  const auto k = static_cast<Eigen::Index>(cells.counts.estimate.size());
  const Eigen::VectorXd count = Eigen::Map<const Eigen::VectorXd>(cells.counts.estimate.data(), k);
  const double whole = count.sum();
  const Eigen::VectorXd p = count / whole;
  if (const Replicates* replicates = design.replicates()) {
    std::vector<double> shares = cells.counts.source->in_replicates;
    for (auto from = shares.begin(); from != shares.end(); from += k) {
      const double sum = std::accumulate(from, from + k, 0.0);
      std::for_each(from, from + k, [&](double& v) { v /= sum; });
    }
    const Covariance v = replicate_covariance(*replicates, {p.data(), static_cast<std::size_t>(k)}, shares);
    return Eigen::Map<const Eigen::MatrixXd>(v.values.data(), k, k);
  }
  const Eigen::VectorXd with_whole = cells.covariance.rowwise().sum();  // d p_i = (d N_i - p_i d N) / N
  return (cells.covariance - p * with_whole.transpose() - with_whole * p.transpose() +
          p * p.transpose() * with_whole.sum()) /
         (whole * whole);
}

}  // namespace enkat::detail
