#include "enkat/inference/kappa.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "cell_table.hpp"
#include "enkat/base/error.hpp"

namespace enkat {
namespace {

void check(const Factor& first, const Factor& second, std::size_t agreements) {
  if (first.options || second.options)
    throw Error(ErrorCode::design, "a rating is a multi-select question, expected single choices", "kappa");
  const auto k = static_cast<std::size_t>(first.levels());
  if (second.levels() != first.levels() || agreements != k * k)
    throw Error(ErrorCode::design,
                "the ratings have " + std::to_string(k) + " and " + std::to_string(second.levels()) +
                    " levels, expected the same levels in both",
                "kappa");
}

}  // namespace

Estimates kappa(const Design& design, const Factor& first, const Factor& second, const std::vector<double>& agreement,
                int threads) {
  check(first, second, agreement.size());
  const TotalsRequest request{{{Block::Kind::pairs, nullptr, first, second}}, nullptr, threads};
  std::vector<std::int64_t> cell(agreement.size());
  std::iota(cell.begin(), cell.end(), 0);
  const detail::CellCounts cells =
      detail::cell_counts(design, std::make_shared<const Totals>(totals(design, request)), cell, threads);
  const Estimates& counts = cells.counts;
  const double whole = std::accumulate(counts.estimate.begin(), counts.estimate.end(), 0.0);
  std::vector<double> p;
  for (const double n : counts.estimate) p.push_back(n / whole);
  const auto k = static_cast<std::size_t>(first.levels());
  std::vector<double> row(k, 0), column(k, 0), by_row(k, 0), by_column(k, 0);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      row[i] += p[i * k + j];
      column[j] += p[i * k + j];
    }
  double observed = 0, chance = 0;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      const double a = agreement[i * k + j];
      observed += a * p[i * k + j];
      chance += a * row[i] * column[j];
      by_row[i] += a * column[j];
      by_column[j] += a * row[i];
    }
  std::vector<double> gradient(k * k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j)
      gradient[i * k + j] =
          (agreement[i * k + j] + (observed - 1) / (1 - chance) * (by_row[i] + by_column[j])) / (1 - chance);
  const Eigen::MatrixXd v = detail::share_covariance(design, cells);
  double variance = 0, size = 0;  // a variance below the rounding of its terms is none: ratings that always agree
  for (std::size_t a = 0; a < k * k; ++a)
    for (std::size_t b = 0; b < k * k; ++b) {
      variance += gradient[a] * v(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) * gradient[b];
      size += std::abs(gradient[a] * v(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) * gradient[b]);
    }
  if (variance < 1e-14 * size) variance = 0;
  Estimates out;
  out.estimate = {(observed - chance) / (1 - chance)};
  out.se = {std::isnan(out.estimate[0]) ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(variance)};
  double squares = 0;
  for (std::size_t c = 0; c < counts.n.size(); ++c)
    if (counts.n_effective[c] > 0) squares += counts.n_weighted[c] * counts.n_weighted[c] / counts.n_effective[c];
  out.df = {counts.df[0]};
  out.n = out.count = {std::accumulate(counts.n.begin(), counts.n.end(), std::int64_t{0})};
  out.domain_n = {counts.domain_n[0]};
  out.n_weighted = {whole};
  out.n_effective = {squares > 0 ? whole * whole / squares : 0};
  return out;
}

}  // namespace enkat
