#include "cell_table.hpp"

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

void check_table(const Table& t) {
  for (const auto& [levels, which] : {std::pair{t.r(), "row"}, std::pair{t.c(), "column"}})
    if (levels < 2)
      throw Error(ErrorCode::data,
                  "has " + std::to_string(levels) + " level" + (levels == 1 ? "" : "s") +
                      " with a row of non-zero weight in the table, expected at least 2",
                  which);
}

}  // namespace

Table table_of(const Design& design, const Factor& row, const Factor& column, int threads) {
  check_factor(row, "row");
  check_factor(column, "column");
  const std::int64_t r = row.levels(), c = column.levels();
  if (r * c > most_cells)
    throw Error(ErrorCode::data,
                "the table has " + std::to_string(r * c) + " cells, expected at most " + std::to_string(most_cells) +
                    "; merge categories, for example with ek.cut",
                "chisq");
  const TotalsRequest request{{{Block::Kind::pairs, nullptr, row, column}}, nullptr, threads};
  Table t{std::make_shared<const Totals>(totals(design, request)), {}, {}, {}, {}};
  const auto occurs = [&](std::int64_t i, std::int64_t j) {
    return t.totals->count[static_cast<std::size_t>(i * c + j)] > 0;
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
      t.cell.push_back(t.rows[static_cast<std::size_t>(i)] * c + t.columns[static_cast<std::size_t>(j)]);
      t.share(i, j) = t.totals->total[static_cast<std::size_t>(t.cell.back())];
    }
  t.share /= t.share.sum();
  return t;
}

namespace {

/// The covariance of shares from that of counts, J V J' with J = (1 - p 1')/N: every count is one total, where a share
/// has all of them as terms.
Eigen::MatrixXd share_covariance(const Design& design, const Table& t, int threads) {
  double whole = 0;
  for (const std::int64_t cell : t.cell) whole += t.totals->total[static_cast<std::size_t>(cell)];
  const Eigen::MatrixXd rows_first = t.share.transpose();
  const Eigen::VectorXd p = Eigen::Map<const Eigen::VectorXd>(rows_first.data(), rows_first.size());
  const Eigen::MatrixXd j =
      (Eigen::MatrixXd::Identity(p.size(), p.size()) - p * Eigen::RowVectorXd::Ones(p.size())) / whole;
  return j * cell_covariance(design, t, false, threads) * j.transpose();
}

}  // namespace

Eigen::MatrixXd cell_covariance(const Design& design, const Table& t, bool shares, int threads) {
  if (shares && !design.replicates()) return share_covariance(design, t, threads);
  Linear whole;
  for (const std::int64_t cell : t.cell) whole.push_back({cell, 1});
  std::vector<Statistic> statistics;
  for (const std::int64_t cell : t.cell) {
    Statistic s;
    s.form = {{{cell, 1}}, shares ? whole : Linear{}};
    s.base = {{cell, 1}};
    statistics.push_back(std::move(s));
  }
  const Covariance v = finish(design, t.totals, domain_sizes(design, nullptr), statistics, threads).covariance();
  const auto size = static_cast<Eigen::Index>(v.size);
  return Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(v.values.data(), size, size);
}

}  // namespace enkat::detail
