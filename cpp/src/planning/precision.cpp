#include "enkat/planning/precision.hpp"

#include <algorithm>
#include <cmath>

#include "arguments.hpp"
#include "enkat/base/distributions.hpp"

namespace enkat {
namespace {

using detail::expect;

void check(const PrecisionOptions& o) {
  expect(o.level > 0 && o.level < 1, o.level, "a number between 0 and 1, for example 0.95", "level");
  expect(o.deff > 0 && std::isfinite(o.deff), o.deff, "a number over 0; 1 is a simple random sample", "deff");
  expect(o.population >= 1, o.population, "the units of the population, at least 1", "population");
  expect(o.df > 0, o.df, "a number over 0", "df");
}

void check_size(double n, const PrecisionOptions& o) {
  expect(n > 0 && n <= o.population && std::isfinite(n), n, "a size over 0 and at most that of the population", "n");
}

void check_share(double p) { expect(p >= 0 && p <= 1, p, "a share between 0 and 1", "p"); }

/// n of which m = n / (deff (1 - n/N)) are effective.
double size_of_effective(double m, const PrecisionOptions& o) { return m * o.deff / (1 + m * o.deff / o.population); }

}  // namespace

double planned_se(double variance, double n, const PrecisionOptions& o) {
  check(o);
  check_size(n, o);
  expect(variance >= 0 && std::isfinite(variance), variance, "a variance of at least 0", "variance");
  return std::sqrt(o.deff * (1 - n / o.population) * variance / n);
}

double size_for_se(double variance, double se, const PrecisionOptions& o) {
  check(o);
  expect(variance > 0 && std::isfinite(variance), variance, "a variance over 0", "variance");
  expect(se > 0 && std::isfinite(se), se, "a number over 0", "se");
  const double spread = o.deff * variance;
  return spread / (se * se + spread / o.population);
}

double margin_per_se(const PrecisionOptions& o) {
  check(o);
  return t_quantile(0.5 + o.level / 2, o.df);
}

double variance_of_share(double p, double population) {
  check_share(p);
  expect(population > 1, population, "a population of more than one unit", "population");
  return p * (1 - p) / (1 - 1 / population);
}

double wilson_margin(double p, double n, const PrecisionOptions& o) {
  check_share(p);
  const double z = margin_per_se(o);
  check_size(n, o);
  if (n == o.population) return 0;
  const double m = n / (o.deff * (1 - n / o.population));
  return z * std::sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / (1 + z * z / m);
}

double size_for_wilson_margin(double p, double margin, const PrecisionOptions& o) {
  check_share(p);
  const double z = margin_per_se(o), pq = p * (1 - p), e2 = margin * margin;
  expect(margin > 0 && margin < 0.5, margin, "a number between 0 and 0.5", "margin");
  const double root = std::sqrt(e2 - 4 * e2 * pq + pq * pq);
  return size_of_effective(z * z / (2 * e2) * (pq - 2 * e2 + root), o);
}

double planned_design_effect(double cluster_size, double rho, double cv_of_sizes, double cv_of_weights) {
  expect(cluster_size >= 1 && std::isfinite(cluster_size), cluster_size, "units per cluster, at least 1",
         "cluster_size");
  expect(rho > -1 && rho <= 1, rho, "a correlation between -1 and 1", "rho");
  expect(cv_of_sizes >= 0 && std::isfinite(cv_of_sizes), cv_of_sizes, "a number of at least 0", "cv_of_sizes");
  expect(cv_of_weights >= 0 && std::isfinite(cv_of_weights), cv_of_weights, "a number of at least 0", "cv_of_weights");
  const double size = cluster_size * (1 + cv_of_sizes * cv_of_sizes);
  const double clusters = 1 + (size - 1) * rho;
  expect(clusters > 0, rho, "a correlation of at least -1/(cluster size - 1)", "rho");
  return (1 + cv_of_weights * cv_of_weights) * clusters;
}

double best_cluster_size(double cluster_cost, double unit_cost, double rho) {
  expect(cluster_cost > 0 && std::isfinite(cluster_cost), cluster_cost, "a cost over 0", "cluster_cost");
  expect(unit_cost > 0 && std::isfinite(unit_cost), unit_cost, "a cost over 0", "unit_cost");
  expect(rho > 0 && rho < 1, rho, "a correlation between 0 and 1", "rho");
  return std::max(1.0, std::sqrt(cluster_cost / unit_cost * (1 - rho) / rho));
}

}  // namespace enkat
