#include "scoring.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "cross_products.hpp"
#include "enkat/base/error.hpp"
#include "solve.hpp"

namespace enkat::detail {
namespace {

/// h and s at the linear predictor.
RowStep step_at(const Problem& problem) {
  return [&problem](std::size_t n, const std::uint32_t* row, const double* eta, double* h, double* s) {
    std::array<double, 512> y, with_offset;
    for (std::size_t i = 0; i < n; ++i) y[i] = problem.model.response.values[row[i]];
    if (problem.model.offset) {
      for (std::size_t i = 0; i < n; ++i) with_offset[i] = eta[i] + problem.offset(row[i]);
      eta = with_offset.data();
    }
    return scoring_step(problem.options.family, n, eta, y.data(), h, s);
  };
}

/// h and h times the working response at the starting means, from which the first coefficients are a regression.
RowStep step_from_start(const Problem& problem, std::span<const double> w) {
  return [&problem, w](std::size_t n, const std::uint32_t* row, const double*, double* h, double* s) {
    const Family& family = problem.options.family;
    std::array<double, 512> y, eta;
    for (std::size_t i = 0; i < n; ++i) {
      y[i] = problem.model.response.values[row[i]];
      eta[i] = link_of(family.link, start_of(family, y[i], problem.mean, w[row[i]] * problem.scale));
    }
    const bool valid = scoring_step(family, n, eta.data(), y.data(), h, s);
    for (std::size_t i = 0; i < n; ++i) s[i] += h[i] * (eta[i] - problem.offset(row[i]));
    return valid;
  };
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& n : names) out += (out.empty() ? "'" : ", '") + n + "'";
  return out;
}

[[noreturn]] void refuse_collinear(const Information& information, const ModelMatrix& x) {
  const auto& name = x.names()[static_cast<std::size_t>(information.dependent())];
  const std::vector<std::string> others = information.depends_on(x.names());
  throw Error(ErrorCode::data,
              others.empty() ? "is zero in every row of the model; leave it out, or merge categories"
                             : "is a linear combination of " + listed(others) + "; leave one of them out",
              "column '" + name + "'");
}

[[noreturn]] void refuse_divergence(const Problem& problem, const Eigen::VectorXd& step, int iterations) {
  Eigen::Index worst = 0;
  step.cwiseAbs().maxCoeff(&worst);
  const std::string name = "column '" + problem.x.names()[static_cast<std::size_t>(worst)] + "'";
  const Link link = problem.options.family.link;
  const bool bounded = problem.options.family.variance == VarianceFunction::binomial && link != Link::identity;
  if (bounded || link == Link::log)
    throw Error(ErrorCode::convergence,
                "its coefficient grows without end: it separates the responses (among its rows the response does not "
                "vary); merge categories or leave it out",
                name);
  throw Error(ErrorCode::convergence,
              "its coefficient has not settled after " + std::to_string(iterations) +
                  " iterations; try another link, or rescale the data",
              name);
}

/// Whether scoring has arrived with the step `size` (of coefficients of size `scale`) that lowers the deviance by
/// `drop`.
///
/// Newton's method: the relative drop is below 1e-14, so that the next step is the square of this one; the information
/// is that before the step, as in R's glm, with which results agree to the last digits. Fisher scoring, whose steps
/// only shrink by a factor: the step is below 1e-12.
bool arrived(const Family& family, double size, double scale, double drop, double pearson) {
  if (!family.canonical()) return size <= 1e-12 * scale;
  // where a column separates the responses the deviance falls less and less while steps stay as large
  return size <= 1e-13 * scale || (drop < 1e-14 * (pearson + 0.1) && size < 1e-3 * scale);
}

/// The regression from which scoring starts.
CrossProducts starting(const Problem& problem, std::span<const double> w, std::size_t every) {
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(problem.x.columns()));
  return cross_products(problem.x, zero, w, step_from_start(problem, w), problem.options.threads, every);
}

/// Coefficients near the solution from a sixteenth of many rows, to spare passes over all of them; none where the rows
/// are few or the sample does not do (a column that is constant in it, separation).
std::optional<Eigen::VectorXd> from_sample(const Problem& problem, std::span<const double> w) {
  constexpr std::int64_t many = 1 << 18;
  constexpr std::size_t every = 16;
  if (problem.x.rows() < many) return {};
  const CrossProducts first = starting(problem, w, every);
  const Information start(first.information);
  if (start.dependent() >= 0) return {};
  Eigen::VectorXd b = start.solve(first.gradient);
  for (int iteration = 0; iteration < 10; ++iteration) {
    const CrossProducts at = cross_products(problem.x, b, w, step_at(problem), problem.options.threads, every);
    const Information information(at.information);
    if (!at.valid || information.dependent() >= 0) return {};
    const Eigen::VectorXd step = information.solve(at.gradient);
    b += step;
    if (step.cwiseAbs().maxCoeff() < 1e-4 * std::max(1.0, b.cwiseAbs().maxCoeff())) return b;
  }
  return {};
}

/// Coefficients whose predictors are all valid means, going back towards `from` as often as needed.
CrossProducts stepped(const Problem& problem, const Eigen::VectorXd& from, Eigen::VectorXd& to,
                      std::span<const double> w) {
  const RowStep step = step_at(problem);
  for (int halving = 0; halving < 30; ++halving) {
    CrossProducts at = cross_products(problem.x, to, w, step, problem.options.threads);
    if (at.valid) return at;
    if (from.size() == 0) break;
    to = (to + from) / 2;
  }
  throw Error(ErrorCode::convergence,
              "the fitted means leave the range of the family; try another link, for example 'log'",
              problem.model.response_name);
}

}  // namespace

Fit fitted(const Problem& problem, std::span<const double> w, const Eigen::VectorXd* start) {
  const Family& family = problem.options.family;
  const bool linear = family.canonical() && family.link == Link::identity;
  const bool free_scale =
      family.link == Link::identity || family.link == Link::inverse || family.link == Link::inverse_squared;
  Fit fit;
  Eigen::VectorXd step;
  double last = 0;
  bool sampled = false;
  if (start) {
    fit.b = *start;
  } else if (auto near = linear ? std::nullopt : from_sample(problem, w)) {
    fit.b = std::move(*near);
    sampled = true;
  } else {
    const CrossProducts first = starting(problem, w, 1);
    const Information information(first.information);
    if (information.dependent() >= 0) refuse_collinear(information, problem.x);
    fit.b = information.solve(first.gradient);
  }
  while (true) {
    const CrossProducts at = stepped(problem, fit.before, fit.b, w);
    const Information information(at.information);
    if (information.dependent() >= 0) {
      if (fit.iterations == 0) refuse_collinear(information, problem.x);
      refuse_divergence(problem, step, fit.iterations);
    }
    step = information.solve(at.gradient);
    fit.before = fit.b;
    fit.b += step;
    ++fit.iterations;
    const double size = step.cwiseAbs().maxCoeff(),
                 scale = std::max(free_scale ? 0.0 : 1.0, fit.b.cwiseAbs().maxCoeff());
    const bool rounding = size < 1e-9 * scale && fit.iterations > 1 && size > 0.5 * last;
    if (linear || rounding || arrived(family, size, scale, step.dot(at.gradient), at.pearson)) {
      if (linear || sampled || size <= 1e-12 * scale) fit.before.resize(0);
      fit.inverse = information.inverse();
      return fit;
    }
    if (fit.iterations >= problem.options.max_iterations) refuse_divergence(problem, step, fit.iterations);
    last = size;
  }
}

}  // namespace enkat::detail
