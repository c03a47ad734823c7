#include "enkat/models/theta.hpp"

#include <cmath>
#include <string>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

constexpr double smallest = 1e-6, largest = 1e7;

/// Counts of the used rows, their weights, and the weight of all rows with more than k, k = 0, 1, ...
struct Counts {
  std::vector<double> y, w, more_than;
};

Counts counts_of(const Design& design, const Glm& fit) {
  Counts c;
  const auto used = fit.matrix->used();
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i] == 0) continue;
    const double y = fit.response.values[i];
    if (y != std::floor(y) || y > 1e7)
      throw Error(ErrorCode::data,
                  "row " + std::to_string(i + 1) + ": found " + std::to_string(y) +
                      ", expected a whole number to estimate theta from; or give theta",
                  "response");
    c.y.push_back(y);
    c.w.push_back(design.weights()[i]);
    if (c.more_than.size() < static_cast<std::size_t>(y)) c.more_than.resize(static_cast<std::size_t>(y), 0);
  }
  for (std::size_t i = 0; i < c.y.size(); ++i)
    if (c.y[i] > 0) c.more_than[static_cast<std::size_t>(c.y[i]) - 1] += c.w[i];
  for (std::size_t k = c.more_than.size(); k-- > 1;) c.more_than[k - 1] += c.more_than[k];
  return c;
}

double score(const Counts& c, const std::vector<double>& mu, double theta) {
  double out = 0;
  for (std::size_t k = 0; k < c.more_than.size(); ++k) out += c.more_than[k] / (theta + static_cast<double>(k));
  for (std::size_t i = 0; i < mu.size(); ++i)
    out += c.w[i] * ((mu[i] - c.y[i]) / (theta + mu[i]) - std::log1p(mu[i] / theta));
  return out;
}

/// Where the score is 0, by false position (Illinois) in log theta: it falls from plus to minus.
double solve_theta(const Counts& c, const std::vector<double>& mu) {
  double a = std::log(smallest), b = std::log(largest);
  double fa = score(c, mu, smallest), fb = score(c, mu, largest);
  if (!(fa > 0 && fb < 0))
    throw Error(ErrorCode::convergence,
                "theta grows without end: the counts vary no more than those of a Poisson model; use family='poisson'",
                "theta");
  int side = 0;
  for (int i = 0; i < 300 && b - a > 1e-13 * std::max(1.0, std::abs(a)); ++i) {
    // every fourth step a bisection, so that the bracket shrinks from both ends
    const double x = i % 4 == 3 ? 0.5 * (a + b) : (a * fb - b * fa) / (fb - fa), f = score(c, mu, std::exp(x));
    if (f == 0) return std::exp(x);
    if (f > 0) {
      a = x;
      fa = f;
      if (side == 1) fb /= 2;
      side = 1;
    } else {
      b = x;
      fb = f;
      if (side == -1) fa /= 2;
      side = -1;
    }
  }
  return std::exp(0.5 * (a + b));
}

std::vector<double> means_of_rows(const Glm& fit, int threads) {
  const std::vector<double> eta = linear_predictor(*fit.matrix, fit.coefficients.estimate, threads);
  std::vector<double> mu;
  for (std::size_t i = 0; i < eta.size(); ++i)
    if (fit.matrix->used()[i] != 0)
      mu.push_back(mean_of(fit.family.link, eta[i] + (fit.offset ? fit.offset->values[i] : 0)));
  return mu;
}

}  // namespace

double negative_binomial_theta(const Design& design, const GlmModel& model, const GlmOptions& options) {
  const Design plain = design.without_replicates();
  GlmOptions now = options;
  now.family.variance = VarianceFunction::mu;  // a Poisson fit to begin with
  double theta = 0;
  for (int round = 0; round < 100; ++round) {
    const Glm fit = glm(plain, model, now);
    const double next = solve_theta(counts_of(plain, fit), means_of_rows(fit, options.threads));
    if (std::abs(next - theta) <= 1e-11 * next) return next;
    theta = next;
    now.family.variance = VarianceFunction::negative_binomial;
    now.family.theta = theta;
  }
  throw Error(ErrorCode::convergence,
              "has not settled after 100 rounds (now " + std::to_string(theta) + "); give theta", "theta");
}

}  // namespace enkat
