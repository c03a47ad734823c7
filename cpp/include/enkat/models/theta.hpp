#pragma once
#include "enkat/models/glm.hpp"

namespace enkat {

/// The size theta of a negative binomial model, variance = mu + mu^2/theta, by design-weighted maximum likelihood:
///
///   sum_i w_i ( sum_{k < y_i} 1/(theta + k)  -  log(1 + mu_i/theta)  +  (mu_i - y_i)/(theta + mu_i) ) = 0
///
/// in turn with the coefficients at that theta, until neither moves. The expected information of coefficients and theta
/// is block diagonal, so that the influence values of the coefficients are those with theta known.
/// Source: Lawless (1987), Negative binomial and mixed Poisson regression, Canadian J. of Statistics 15; Venables and
/// Ripley (2002), Modern Applied Statistics with S, 7.4.  The family in `options` gives the link.
/// Throws enkat::Error: (data) a response that is no whole number; (convergence) counts that vary no more than
/// Poisson's. Checked by: tests/python/test_models_theta.py, against R's MASS
[[nodiscard]] double negative_binomial_theta(const Design& design, const GlmModel& model, const GlmOptions& options);

}  // namespace enkat
