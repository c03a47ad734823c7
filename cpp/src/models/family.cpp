#include "enkat/models/family.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "exp_below_zero.hpp"

namespace enkat {
namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();

constexpr std::array<std::pair<std::string_view, Link>, 11> links{{{"identity", Link::identity},
                                                                   {"log", Link::log},
                                                                   {"logit", Link::logit},
                                                                   {"probit", Link::probit},
                                                                   {"cloglog", Link::cloglog},
                                                                   {"cauchit", Link::cauchit},
                                                                   {"inverse", Link::inverse},
                                                                   {"inverse_squared", Link::inverse_squared},
                                                                   {"sqrt", Link::sqrt},
                                                                   {"1/mu^2", Link::inverse_squared},
                                                                   {"1/mu", Link::inverse}}};

struct NamedFamily {
  std::string_view name;
  Family family;
};

constexpr std::array<NamedFamily, 18> families{{
    {"gaussian", {VarianceFunction::constant, Link::identity}},
    {"binomial", {VarianceFunction::binomial, Link::logit}},
    {"poisson", {VarianceFunction::mu, Link::log}},
    {"gamma", {VarianceFunction::mu_squared, Link::inverse}},
    {"inverse_gaussian", {VarianceFunction::mu_cubed, Link::inverse_squared}},
    {"negative_binomial", {VarianceFunction::negative_binomial, Link::log}},
    {"quasibinomial", {VarianceFunction::binomial, Link::logit}},
    {"quasipoisson", {VarianceFunction::mu, Link::log}},
    {"Gamma", {VarianceFunction::mu_squared, Link::inverse}},
    {"inverse.gaussian", {VarianceFunction::mu_cubed, Link::inverse_squared}},
    {"quasi", {VarianceFunction::constant, Link::identity}},
    {"quasi:constant", {VarianceFunction::constant, Link::identity}},
    {"quasi:mu", {VarianceFunction::mu, Link::identity}},
    {"quasi:mu^2", {VarianceFunction::mu_squared, Link::identity}},
    {"quasi:mu^3", {VarianceFunction::mu_cubed, Link::identity}},
    {"quasi:mu(1-mu)", {VarianceFunction::binomial, Link::identity}},
    {"normal", {VarianceFunction::constant, Link::identity}},
    {"linear", {VarianceFunction::constant, Link::identity}},
}};

/// mu log(mu) with 0 log 0 = 0.
double ylogy(double y, double mu) { return y == 0 ? 0 : y * std::log(y / mu); }

/// Standard normal density, and the standard logistic and Cauchy distributions at x.
double normal_density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

bool step_gaussian(std::size_t n, const double* eta, const double* y, double* information, double* score) {
  for (std::size_t i = 0; i < n; ++i) information[i] = 1;
  for (std::size_t i = 0; i < n; ++i) score[i] = y[i] - eta[i];
  return true;
}

/// Rows of numbers, for functions taken of several at a time.
using Row = Eigen::Map<Eigen::ArrayXd>;
using ConstRow = Eigen::Map<const Eigen::ArrayXd>;

bool step_logit(std::size_t n, const double* eta, const double* y, double* information, double* score) {
  for (std::size_t i = 0; i < n; ++i) {
    const double e = detail::exp_below_zero(-std::abs(eta[i]));
    const double over = 1 / (1 + e), small = e * over;  // small: the smaller of mu and 1 - mu
    information[i] = small * over;
    score[i] = eta[i] < 0 ? y[i] - small : (y[i] - 1) + small;  // keeps its digits where mu is nearly 1
  }
  return true;
}

bool step_poisson(std::size_t n, const double* eta, const double* y, double* information, double* score) {
  bool valid = true;
  Row(information, static_cast<Eigen::Index>(n)) = ConstRow(eta, static_cast<Eigen::Index>(n)).exp();
  for (std::size_t i = 0; i < n; ++i) {
    score[i] = y[i] - information[i];
    valid &= std::isfinite(information[i]);
  }
  return valid;
}

}  // namespace

bool Family::canonical() const {
  switch (variance) {
    case VarianceFunction::constant:
      return link == Link::identity;
    case VarianceFunction::binomial:
      return link == Link::logit;
    case VarianceFunction::mu:
      return link == Link::log;
    case VarianceFunction::mu_squared:
      return link == Link::inverse;
    case VarianceFunction::mu_cubed:
      return link == Link::inverse_squared;
    case VarianceFunction::negative_binomial:
      return false;
  }
  return false;
}

Family parse_family(std::string_view name) {
  for (const NamedFamily& f : families)
    if (f.name == name) return f.family;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) +
                  "', expected gaussian, binomial, poisson, gamma, inverse_gaussian, negative_binomial or quasi",
              "family");
}

Link parse_link(std::string_view name) {
  for (const auto& [known, link] : links)
    if (known == name) return link;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) +
                  "', expected identity, log, logit, probit, cloglog, cauchit, inverse, inverse_squared or sqrt",
              "link");
}

std::string_view name_of(Link link) {
  for (const auto& [name, known] : links)
    if (known == link) return name;
  return "";
}

double link_of(Link link, double mu) {
  switch (link) {
    case Link::identity:
      return mu;
    case Link::log:
      return std::log(mu);
    case Link::logit:
      return std::log(mu / (1 - mu));
    case Link::probit:
      return normal_quantile(mu);
    case Link::cloglog:
      return std::log(-std::log1p(-mu));
    case Link::cauchit:
      return std::tan(std::numbers::pi * (mu - 0.5));
    case Link::inverse:
      return 1 / mu;
    case Link::inverse_squared:
      return 1 / (mu * mu);
    case Link::sqrt:
      return std::sqrt(mu);
  }
  return mu;
}

double mean_of(Link link, double eta) {
  const auto inside = [](double p) { return std::clamp(p, eps, 1 - eps); };
  switch (link) {
    case Link::identity:
      return eta;
    case Link::log:
      return std::exp(eta);
    case Link::logit:
      return logistic(eta);
    case Link::probit:
      return inside(normal_cdf(eta));
    case Link::cloglog:
      return inside(-std::expm1(-std::exp(eta)));
    case Link::cauchit:
      return inside(0.5 + std::atan(eta) / std::numbers::pi);
    case Link::inverse:
      return 1 / eta;
    case Link::inverse_squared:
      return 1 / std::sqrt(eta);
    case Link::sqrt:
      return eta * eta;
  }
  return eta;
}

double slope_of(Link link, double eta) {
  switch (link) {
    case Link::identity:
      return 1;
    case Link::log:
      return std::exp(eta);
    case Link::logit: {
      const double e = std::exp(-std::abs(eta));
      return e / ((1 + e) * (1 + e));
    }
    case Link::probit:
      return std::max(normal_density(eta), eps);
    case Link::cloglog: {
      const double bounded = std::min(eta, 700.0);
      return std::max(std::exp(bounded) * std::exp(-std::exp(bounded)), eps);
    }
    case Link::cauchit:
      return std::max(1 / (std::numbers::pi * (1 + eta * eta)), eps);
    case Link::inverse:
      return -1 / (eta * eta);
    case Link::inverse_squared:
      return -0.5 / (eta * std::sqrt(eta));
    case Link::sqrt:
      return 2 * eta;
  }
  return 1;
}

double variance_of(const Family& family, double mu) {
  switch (family.variance) {
    case VarianceFunction::constant:
      return 1;
    case VarianceFunction::binomial:
      return mu * (1 - mu);
    case VarianceFunction::mu:
      return mu;
    case VarianceFunction::mu_squared:
      return mu * mu;
    case VarianceFunction::mu_cubed:
      return mu * mu * mu;
    case VarianceFunction::negative_binomial:
      return mu + mu * mu / family.theta;
  }
  return 1;
}

bool valid_mean(const Family& family, double mu) {
  if (!std::isfinite(mu)) return false;
  if (family.variance == VarianceFunction::constant) return true;
  return mu > 0 && (family.variance != VarianceFunction::binomial || mu < 1);
}

bool valid_response(const Family& family, double y) {
  switch (family.variance) {
    case VarianceFunction::constant:
      return true;
    case VarianceFunction::binomial:
      return y >= 0 && y <= 1;
    case VarianceFunction::mu:
    case VarianceFunction::negative_binomial:
      return y >= 0;
    case VarianceFunction::mu_squared:
    case VarianceFunction::mu_cubed:
      return y > 0;
  }
  return true;
}

std::string_view responses_of(const Family& family) {
  if (family.variance == VarianceFunction::binomial) return "values from 0 to 1";
  const bool positive =
      family.variance == VarianceFunction::mu_squared || family.variance == VarianceFunction::mu_cubed;
  return positive ? "positive values" : "values of at least 0";
}

double start_of(const Family& family, double y, double mean, double weight) {
  switch (family.variance) {
    case VarianceFunction::constant:
      return family.link == Link::identity || y > 0 ? y : mean;
    case VarianceFunction::binomial:
      return (weight * y + 0.5) / (weight + 1);
    case VarianceFunction::mu:
      return y + 0.1;
    case VarianceFunction::negative_binomial:
      return y > 0 ? y : 1.0 / 6;
    case VarianceFunction::mu_squared:
    case VarianceFunction::mu_cubed:
      return y;
  }
  return y;
}

double deviance_of(const Family& family, double y, double mu) {
  switch (family.variance) {
    case VarianceFunction::constant:
      return (y - mu) * (y - mu);
    case VarianceFunction::binomial:
      return 2 * (ylogy(y, mu) + ylogy(1 - y, 1 - mu));
    case VarianceFunction::mu:
      return 2 * (ylogy(y, mu) - (y - mu));
    case VarianceFunction::mu_squared:
      return -2 * (std::log(y / mu) - (y - mu) / mu);
    case VarianceFunction::mu_cubed:
      return (y - mu) * (y - mu) / (y * mu * mu);
    case VarianceFunction::negative_binomial:
      return 2 * (ylogy(y, mu) - (y + family.theta) * std::log((y + family.theta) / (mu + family.theta)));
  }
  return 0;
}

bool scoring_step(const Family& family, std::size_t n, const double* eta, const double* y, double* information,
                  double* score) {
  if (family.canonical()) {
    if (family.link == Link::identity) return step_gaussian(n, eta, y, information, score);
    if (family.link == Link::logit) return step_logit(n, eta, y, information, score);
    if (family.link == Link::log) return step_poisson(n, eta, y, information, score);
  }
  bool valid = true;
  for (std::size_t i = 0; i < n; ++i) {
    const double mu = mean_of(family.link, eta[i]), slope = slope_of(family.link, eta[i]);
    const double scaled = slope / variance_of(family, mu);
    information[i] = slope * scaled;
    score[i] = (y[i] - mu) * scaled;
    valid &= valid_mean(family, mu) && std::isfinite(slope);
  }
  return valid;
}

}  // namespace enkat
