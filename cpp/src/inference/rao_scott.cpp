#include "enkat/inference/rao_scott.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>
#include <string>

#include "cell_table.hpp"
#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/quadratic_form.hpp"

namespace enkat {
namespace {

using detail::Table;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Columns orthogonal to each other and to the constant: Helmert contrasts of n levels.
MatrixXd helmert(Eigen::Index n) {
  MatrixXd h = MatrixXd::Zero(n, n - 1);
  for (Eigen::Index k = 0; k + 1 < n; ++k) {
    h.col(k).head(k + 1).setConstant(-1);
    h(k + 1, k) = static_cast<double>(k + 1);
    h.col(k).normalize();
  }
  return h;
}

/// Interaction contrasts: the products of the Helmert contrasts of both sides, a basis of what is orthogonal to the
/// constant and the main effects. The eigenvalues of Delta are the same for any basis.
MatrixXd interaction_contrasts(const Table& t) {
  const MatrixXd a = helmert(t.r()), b = helmert(t.c());
  MatrixXd out(t.r() * t.c(), t.contrasts());
  for (Eigen::Index k = 0; k < a.cols(); ++k)
    for (Eigen::Index l = 0; l < b.cols(); ++l)
      for (Eigen::Index i = 0; i < a.rows(); ++i)
        out.col(k * b.cols() + l).segment(i * t.c(), t.c()) = a(i, k) * b.col(l);
  return out;
}

/// Eigenvalues of Delta, increasing.
VectorXd generalised_effects(const Table& t, double n, const MatrixXd& v) {
  const MatrixXd c = interaction_contrasts(t);
  VectorXd inverse(t.r() * t.c());
  for (Eigen::Index i = 0; i < t.r(); ++i)
    for (Eigen::Index j = 0; j < t.c(); ++j) inverse(i * t.c() + j) = t.share(i, j) > 0 ? 1 / t.share(i, j) : 0;
  const MatrixXd dc = inverse.asDiagonal() * c;
  const MatrixXd under_srs = c.transpose() * dc / n;
  const MatrixXd under_design = dc.transpose() * v * dc;
  const Eigen::LLT<MatrixXd> llt(under_srs);
  const VectorXd pivots = MatrixXd(llt.matrixL()).diagonal();
  if (llt.info() != Eigen::Success || pivots.minCoeff() < 1e-7 * pivots.maxCoeff())
    throw Error(ErrorCode::data,
                "too many empty cells: the contrasts of the cells that occur are not independent; merge categories, "
                "for example with ek.cut",
                "chisq");
  return Eigen::GeneralizedSelfAdjointEigenSolver<MatrixXd>(under_design, under_srs, Eigen::EigenvaluesOnly)
      .eigenvalues();
}

/// The Jacobian of y_ij = N_ij - N_i. N_.j / N.. times a matrix with a row per cell:
/// d y_ij = d N_ij - b_j d N_i. - a_i d N_.j + a_i b_j d N.., a and b the shares of rows and columns.
MatrixXd jacobian_times(const Table& t, const MatrixXd& m) {
  const VectorXd a = t.share.rowwise().sum(), b = t.share.colwise().sum();
  const Eigen::Index r = t.r(), c = t.c();
  MatrixXd of_row = MatrixXd::Zero(r, m.cols()), of_column = MatrixXd::Zero(c, m.cols());
  for (Eigen::Index i = 0; i < r; ++i)
    for (Eigen::Index j = 0; j < c; ++j) {
      of_row.row(i) += m.row(i * c + j);
      of_column.row(j) += m.row(i * c + j);
    }
  const Eigen::RowVectorXd all = of_row.colwise().sum();
  MatrixXd out(m.rows(), m.cols());
  for (Eigen::Index i = 0; i < r; ++i)
    for (Eigen::Index j = 0; j < c; ++j)
      out.row(i * c + j) = m.row(i * c + j) - b(j) * of_row.row(i) - a(i) * of_column.row(j) + a(i) * b(j) * all;
  return out;
}

/// The departures y of the counts from independence and their linearised covariance, over all cells.
struct Departure {
  VectorXd y;
  MatrixXd w;
};

Departure departure(const Table& t, const detail::CellCounts& cells) {
  const VectorXd a = t.share.rowwise().sum(), b = t.share.colwise().sum();
  const Eigen::Index r = t.r(), c = t.c();
  double whole = 0;
  for (const double n : cells.counts.estimate) whole += n;
  Departure out{VectorXd(r * c), {}};
  for (Eigen::Index i = 0; i < r; ++i)
    for (Eigen::Index j = 0; j < c; ++j) out.y(i * c + j) = whole * (t.share(i, j) - a(i) * b(j));
  const MatrixXd half = jacobian_times(t, cells.covariance);
  out.w = jacobian_times(t, half.transpose());
  return out;
}

/// y' W^-1 y over the cells without the last row and column.
double wald(const Table& t, const Departure& d) {
  std::vector<Eigen::Index> used;
  for (Eigen::Index i = 0; i + 1 < t.r(); ++i)
    for (Eigen::Index j = 0; j + 1 < t.c(); ++j) used.push_back(i * t.c() + j);
  const MatrixXd part = d.w(used, used);
  const VectorXd y = d.y(used), scale = part.diagonal().cwiseSqrt().cwiseInverse();
  const MatrixXd correlation = scale.asDiagonal() * part * scale.asDiagonal();
  const VectorXd spread =
      correlation.allFinite()
          ? Eigen::SelfAdjointEigenSolver<MatrixXd>(correlation, Eigen::EigenvaluesOnly).eigenvalues()
          : VectorXd::Zero(1);
  if (spread.minCoeff() <= 1e-13 * spread.maxCoeff())
    throw Error(ErrorCode::data,
                "the covariance of the " + std::to_string(t.contrasts()) +
                    " departures from independence is singular, expected more clusters than contrasts and no "
                    "empty cells that decide others; use statistic 'F'",
                "chisq");
  const VectorXd scaled = scale.asDiagonal() * y;
  return scaled.dot(correlation.ldlt().solve(scaled));
}

void fill_table(AssociationTest& out, const Table& t, const VectorXd& z) {
  const auto n = static_cast<double>(out.n);
  const VectorXd a = t.share.rowwise().sum(), b = t.share.colwise().sum();
  out.pearson = 0;
  for (Eigen::Index i = 0; i < t.r(); ++i)
    for (Eigen::Index j = 0; j < t.c(); ++j) {
      const double expected = n * a(i) * b(j), residual = (n * t.share(i, j) - expected) / std::sqrt(expected);
      out.observed.push_back(n * t.share(i, j));
      out.expected.push_back(expected);
      out.residual.push_back(residual);
      out.standardized.push_back(residual / std::sqrt((1 - a(i)) * (1 - b(j))));
      out.z.push_back(z(i * t.c() + j));
      out.pearson += residual * residual;
    }
}

Test wald_test(double wald, double k, double nu, bool adjusted) {
  Test out;
  out.df = k;
  out.ddf = adjusted ? nu - k + 1 : nu;
  out.statistic = adjusted ? wald * (nu - k + 1) / (k * nu) : wald / k;
  out.p_value = f_upper(out.statistic, out.df, out.ddf);
  return out;
}

/// The saddlepoint value as R gives it: the denominator is a chi-square on floor(ddf), yet divided by ddf; with
/// replicate weights (ddf infinite) there is none.
double rounded_saddlepoint(std::span<const double> a, double x, double ddf) {
  if (std::isinf(ddf)) return quadratic_form_saddlepoint(a, x);
  const double whole = std::floor(ddf);
  return quadratic_form_saddlepoint(a, x * whole / ddf, whole);
}

Test rao_scott_test(double pearson, const VectorXd& a, double nu, bool replicated, TestStatistic statistic) {
  const double trace = a.sum(), d0 = trace * trace / a.squaredNorm(), ddf = d0 * nu;
  const auto k = static_cast<double>(a.size());
  const std::span<const double> weights(a.data(), static_cast<std::size_t>(a.size()));
  Test out;
  out.statistic = statistic == TestStatistic::f ? pearson / trace : pearson;
  switch (statistic) {
    case TestStatistic::f:
      out.df = d0;
      out.ddf = ddf;
      out.p_value = f_upper(out.statistic, d0, ddf);
      break;
    case TestStatistic::chisq:
      out.df = k;
      out.p_value = chi2_upper(pearson * k / trace, k);
      break;
    case TestStatistic::saddlepoint:
      if (!replicated) out.ddf = ddf;
      out.p_value = rounded_saddlepoint(weights, pearson, replicated ? std::numeric_limits<double>::infinity() : ddf);
      break;
    default:
      out.ddf = ddf;
      out.p_value = quadratic_form_upper(weights, pearson, ddf);
  }
  return out;
}

}  // namespace

namespace {

/// The test from the table's totals; nu, n and the size as the design gives them.
AssociationTest tested(const Design& design, const Table& t, double nu, std::int64_t n, const DomainSize& size,
                       TestStatistic statistic, int threads) {
  if (!(nu > 0))
    throw Error(ErrorCode::design,
                "the design has " + std::to_string(static_cast<std::int64_t>(nu)) +
                    " degrees of freedom (clusters minus strata), expected at least 1",
                "chisq");
  const detail::CellCounts cells = detail::cell_counts(design, t.totals, size, t.cell, threads);
  const Departure d = departure(t, cells);
  AssociationTest out;
  out.n = n;
  out.rows = t.rows;
  out.columns = t.columns;
  fill_table(out, t, d.y.array() / d.w.diagonal().array().sqrt());
  if (statistic == TestStatistic::wald || statistic == TestStatistic::adjusted_wald) {
    out.test = wald_test(wald(t, d), static_cast<double>(t.contrasts()), nu, statistic == TestStatistic::adjusted_wald);
    return out;
  }
  VectorXd a = generalised_effects(t, static_cast<double>(out.n), detail::share_covariance(design, cells));
  a = (a.array().abs() < 1e-12 * a.array().abs().maxCoeff()).select(0, a);  // rounding of a singular covariance
  out.test = rao_scott_test(out.pearson, a, nu, design.replicates() != nullptr, statistic);
  out.eigenvalues.assign(a.begin(), a.end());
  return out;
}

}  // namespace

AssociationTest rao_scott(const Design& design, const Factor& row, const Factor& column, TestStatistic statistic,
                          int threads) {
  const Table t = detail::table_of(design, row, column, threads);
  return tested(design, t, table_degrees_of_freedom(design), domain_rows(design), domain_sizes(design, nullptr),
                statistic, threads);
}

AssociationTest rao_scott(const Crosstab& table, TestStatistic statistic, int threads) {
  const Design& design = table.count.source->design;
  const auto& totals = table.count.source->totals;
  if (table.groups != 1)
    throw Error(ErrorCode::design, "the table has layers or domains, expected one table: test each by itself", "chisq");
  const auto corner = static_cast<std::size_t>((table.rows + 1) * (table.columns + 1) - 1);
  std::int64_t cells = 0;
  for (std::int64_t i = 0; i < table.rows; ++i)
    for (std::int64_t j = 0; j < table.columns; ++j)
      cells += totals->count[static_cast<std::size_t>(i * (table.columns + 1) + j)];
  if (cells != totals->count[corner])
    throw Error(ErrorCode::design, "the cells of a multi-select question overlap, expected single-choice variables",
                "chisq");
  const Table t = detail::table_of_grid(totals, table.rows, table.columns);
  return tested(design, t, table_degrees_of_freedom(design), domain_rows(design), domain_sizes(design, nullptr),
                statistic, threads);
}

AssociationTest rao_scott(const Scanned& scan, TestStatistic statistic, int threads) {
  const auto factor = [&](std::size_t k) {
    return scan.categories[k] ? Factor{&scan.categories[k]->codes, nullptr} : Factor{nullptr, scan.options[k].get()};
  };
  if (scan.kind != ScanKind::table || scan.grouped)
    throw Error(ErrorCode::design, "the scan is not of one table of two variables, expected one", "chisq");
  detail::check_sides(factor(0), factor(1));
  const Table t = detail::table_of_totals(scan.totals, factor(0).levels(), factor(1).levels());
  return tested(scan.design, t, scan.table_df, scan.domain_rows, {scan.df, scan.rows}, statistic, threads);
}

}  // namespace enkat
