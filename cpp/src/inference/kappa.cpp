#include "enkat/inference/kappa.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "../estimate/statistics.hpp"
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

/// The shares of all pairs of levels in the rows that have both ratings.
Estimates shares(const Design& design, const Factor& first, const Factor& second, int threads) {
  const TotalsRequest request{{{Block::Kind::pairs, nullptr, first, second}}, nullptr, threads};
  Linear whole;
  for (std::int64_t cell = 0; cell < request.width(); ++cell) whole.push_back({cell, 1});
  std::vector<detail::Statistic> statistics;
  for (const Term& cell : whole) {
    detail::Statistic s;
    s.form = {{cell}, whole};
    s.base = whole;
    statistics.push_back(std::move(s));
  }
  return detail::estimated(design, request, statistics);
}

}  // namespace

Estimates kappa(const Design& design, const Factor& first, const Factor& second, const std::vector<double>& agreement,
                int threads) {
  check(first, second, agreement.size());
  const Estimates p = shares(design, first, second, threads);
  const auto k = static_cast<std::size_t>(first.levels());
  std::vector<double> row(k, 0), column(k, 0), by_row(k, 0), by_column(k, 0);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      row[i] += p.estimate[i * k + j];
      column[j] += p.estimate[i * k + j];
    }
  double observed = 0, chance = 0;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      const double a = agreement[i * k + j];
      observed += a * p.estimate[i * k + j];
      chance += a * row[i] * column[j];
      by_row[i] += a * column[j];
      by_column[j] += a * row[i];
    }
  std::vector<double> gradient(k * k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j)
      gradient[i * k + j] =
          (agreement[i * k + j] + (observed - 1) / (1 - chance) * (by_row[i] + by_column[j])) / (1 - chance);
  const Covariance v = p.covariance();
  double variance = 0, size = 0;  // a variance below the rounding of its terms is none: ratings that always agree
  for (std::size_t a = 0; a < k * k; ++a)
    for (std::size_t b = 0; b < k * k; ++b) {
      variance += gradient[a] * v.at(a, b) * gradient[b];
      size += std::abs(gradient[a] * v.at(a, b) * gradient[b]);
    }
  if (variance < 1e-14 * size) variance = 0;
  Estimates out;
  out.estimate = {(observed - chance) / (1 - chance)};
  out.se = {std::isnan(out.estimate[0]) ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(variance)};
  out.df = {p.df[0]};
  out.n = out.count = {p.n[0]};
  out.domain_n = {p.domain_n[0]};
  out.n_weighted = {p.n_weighted[0]};
  out.n_effective = {p.n_effective[0]};
  return out;
}

}  // namespace enkat
