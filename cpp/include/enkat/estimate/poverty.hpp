#pragma once
#include <optional>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

struct PovertyOptions {
  double fraction = 0.6;                 ///< of the quantile
  double quantile = 0.5;                 ///< the median
  std::optional<double> threshold = {};  ///< a threshold known without sampling error, instead of the two
};

struct PovertyRates {
  Estimates estimates;
  double threshold = 0;
};

/// At-risk-of-poverty rates: the share of every domain whose value is below a fraction of the median of all rows of the
/// design (not of the domain).
///
///   R_g = sum_g w 1[y < T] / N_g,    T = fraction * Q,   Q the weighted quantile by the rule `math`
///   z_i = 1[i in g] (1[y_i < T] - R_g) / N_g + f_g(T) dT_i,   dT_i = -fraction (1[y_i <= Q] - F(Q)) / (N f(Q))
///
/// f, f_g  densities of all rows and of the domain by a Gaussian kernel with Silverman's bandwidth
///         h = 0.9 min(sd, IQR / 1.34) n_eff^(-1/5), which does not depend on the scale of the weights.
/// With replicates threshold and rates are computed anew under each of them. Rows without a domain count for T.
/// Source: Deville (1999), Survey Methodology 25; Osier (2009), Survey Research Methods 3.
[[nodiscard]] PovertyRates poverty(const Design& design, const Numbers& variable, const PovertyOptions& poverty,
                                   const EstimateOptions& options = {});

}  // namespace enkat
