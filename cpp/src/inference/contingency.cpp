#include "enkat/inference/contingency.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat {
namespace {

struct Margins {
  std::vector<double> row, column;
  double whole = 0;
};

Margins margins_of(std::span<const double> counts, std::size_t rows, std::size_t columns) {
  if (rows < 2 || columns < 2 || counts.size() != rows * columns)
    throw Error(ErrorCode::data,
                "found " + std::to_string(rows) + " rows and " + std::to_string(columns) +
                    " columns, expected at least 2 of each",
                "counts");
  Margins m{std::vector<double>(rows, 0), std::vector<double>(columns, 0), 0};
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (!(counts[k] >= 0) || !std::isfinite(counts[k]))
      throw Error(ErrorCode::data, "found " + number_text(counts[k]) + ", expected counts of at least 0", "counts");
    m.row[k / columns] += counts[k];
    m.column[k % columns] += counts[k];
    m.whole += counts[k];
  }
  for (const auto& [sums, what] : {std::pair{&m.row, "row"}, std::pair{&m.column, "column"}})
    for (std::size_t i = 0; i < sums->size(); ++i)
      if ((*sums)[i] == 0)
        throw Error(ErrorCode::data,
                    std::string(what) + " " + std::to_string(i + 1) + " is empty, expected it left out", "counts");
  return m;
}

void two_by_two(Contingency& out, std::span<const double> n) {
  out.yates = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    const double gap = std::abs(n[k] - out.expected[k]);
    out.yates += std::pow(gap - std::min(0.5, gap), 2) / out.expected[k];
  }
  out.yates_p = chi2_upper(out.yates, 1);
  out.odds_ratio = n[0] * n[3] / (n[1] * n[2]);
  if (std::all_of(n.begin(), n.end(), [](double v) { return v == std::floor(v); }))
    out.fisher_p = fisher_exact(n[0], n[1], n[2], n[3]);
}

}  // namespace

Contingency contingency(std::span<const double> counts, std::size_t rows, std::size_t columns) {
  const Margins m = margins_of(counts, rows, columns);
  Contingency out;
  double x2 = 0, g2 = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double a = m.row[k / columns] / m.whole, b = m.column[k % columns] / m.whole;
    const double expected = m.row[k / columns] * b, residual = (counts[k] - expected) / std::sqrt(expected);
    out.expected.push_back(expected);
    out.residual.push_back(residual);
    out.standardized.push_back(residual / std::sqrt((1 - a) * (1 - b)));
    x2 += residual * residual;
    if (counts[k] > 0) g2 += 2 * counts[k] * std::log(counts[k] / expected);
  }
  out.test.statistic = x2;
  out.test.df = static_cast<double>((rows - 1) * (columns - 1));
  out.test.p_value = chi2_upper(x2, out.test.df);
  out.phi = std::sqrt(x2 / m.whole);
  out.cramers_v = out.phi / std::sqrt(static_cast<double>(std::min(rows, columns) - 1));
  out.contingency_coefficient = std::sqrt(x2 / (x2 + m.whole));
  out.g2 = g2;
  out.g2_p = chi2_upper(g2, out.test.df);
  if (rows == 2 && columns == 2) two_by_two(out, counts);
  return out;
}

double fisher_exact(double a, double b, double c, double d) {
  // hypergeometric probabilities relative to the mode, by the ratio of neighbours: no factorials, no cancellation
  const double row = a + b, column = a + c, whole = a + b + c + d;
  const double low = std::max(0.0, row + column - whole), high = std::min(row, column);
  const double mode = std::clamp(std::floor((row + 1) * (column + 1) / (whole + 2)), low, high);
  const auto ratio = [&](double k) {  // P(k + 1) / P(k)
    return (row - k) * (column - k) / ((k + 1) * (whole - row - column + k + 1));
  };
  std::vector<double> p(static_cast<std::size_t>(high - low) + 1);
  const auto at = [&](double k) -> double& { return p[static_cast<std::size_t>(k - low)]; };
  at(mode) = 1;
  for (double k = mode; k < high; ++k) at(k + 1) = at(k) * ratio(k);
  for (double k = mode; k > low; --k) at(k - 1) = at(k) / ratio(k - 1);
  const double limit = at(a) * (1 + 1e-7);
  std::sort(p.begin(), p.end());  // small terms first
  double sum = 0, extreme = 0;
  for (const double v : p) {
    sum += v;
    if (v <= limit) extreme += v;
  }
  return std::min(1.0, extreme / sum);
}

}  // namespace enkat
