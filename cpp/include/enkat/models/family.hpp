#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace enkat {

/// How the variance of the response depends on its mean.
enum class VarianceFunction {
  constant,           ///< 1: gaussian
  binomial,           ///< mu (1 - mu)
  mu,                 ///< poisson
  mu_squared,         ///< gamma
  mu_cubed,           ///< inverse gaussian
  negative_binomial,  ///< mu + mu^2 / theta
};

enum class Link { identity, log, logit, probit, cloglog, cauchit, inverse, inverse_squared, sqrt };

/// A family of generalised linear models: variance function, link g(mu) = eta, and the size theta of the negative
/// binomial one.
struct Family {
  VarianceFunction variance = VarianceFunction::constant;
  Link link = Link::identity;
  double theta = 0;

  /// Whether g'(mu) is 1 over the variance function, so that Fisher scoring is Newton's method.
  [[nodiscard]] bool canonical() const;
};

/// The family of a public name (gaussian, binomial, poisson, gamma, inverse_gaussian, negative_binomial; R's spellings
/// are accepted) with its canonical link (log for the negative binomial), or with the variance function of a quasi
/// family (constant, mu, mu^2, mu^3, mu(1-mu)) and the identity link.
/// Throws enkat::Error (design) that lists the names.
[[nodiscard]] Family parse_family(std::string_view name);
[[nodiscard]] Link parse_link(std::string_view name);
[[nodiscard]] std::string_view name_of(Link link);

[[nodiscard]] double link_of(Link link, double mu);
[[nodiscard]] double mean_of(Link link, double eta);
/// d mu / d eta.
[[nodiscard]] double slope_of(Link link, double eta);
[[nodiscard]] double variance_of(const Family& family, double mu);
/// Whether mu can be a mean of the family.
[[nodiscard]] bool valid_mean(const Family& family, double mu);
/// Whether y can be a response, and which responses can, for messages.
[[nodiscard]] bool valid_response(const Family& family, double y);
[[nodiscard]] std::string_view responses_of(const Family& family);
/// A mean from which scoring starts; `mean` is that of all responses, `weight` is 1 on average.
[[nodiscard]] double start_of(const Family& family, double y, double mean, double weight);
/// Contribution of a row of weight 1 to the deviance; for a quasi family the quasi-deviance.
[[nodiscard]] double deviance_of(const Family& family, double y, double mu);

/// One step of scoring for n rows, not weighted:
///
///   information_i = (d mu/d eta)^2 / V(mu)       score_i = (y_i - mu_i) (d mu/d eta) / V(mu)
///
/// Returns whether every mean is valid.
[[nodiscard]] bool scoring_step(const Family& family, std::size_t n, const double* eta, const double* y,
                                double* information, double* score);

}  // namespace enkat
