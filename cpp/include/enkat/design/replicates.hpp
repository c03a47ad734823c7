#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "enkat/base/uninitialised.hpp"

namespace enkat {

/// Replicate weights: how the estimates vary when the sample is taken again says how uncertain they are.
///
///   V = scale * sum_r rscale_r (t_r - c)(t_r - c)'      c: the full-sample estimate under `mse`, else the mean of t_r
///                                                        over the replicates with rscale_r > 0
///
/// Either `weights` (rows x size(), full weights by row) or `factors` (units x size(), multipliers of the design's
/// weights by last-stage unit, as the library makes them) is set; both row-major.
struct Replicates {
  std::string kind;  ///< JK1, JKn, BRR, Fay, bootstrap, ... as results name it
  double scale = 1;
  std::vector<double> rscales;  ///< by replicate
  bool mse = false;
  Uninitialised<double> weights;
  std::vector<double> factors;
  std::optional<double> df = {};  ///< degrees of freedom kept from before a calibration; none: the rank of the weights

  [[nodiscard]] std::size_t size() const { return rscales.size(); }
};

/// scale and rscales of a kind of replicates by its name: BRR 1/K; Fay 1/(K (1-rho)^2); successive-difference 4/K;
/// JK1 (K-1)/K; JK2 (one replicate for a pair of clusters) 1; bootstrap 1/(K-1); JKn has rscales of its own and needs
/// them given. rscales are all 1. Throws enkat::Error (design) for a name it does not know or a rho outside [0, 1).
void set_default_scales(Replicates& replicates, std::size_t count, double rho);

/// Rank of X (K columns) from its Gram matrix X'X: columns are taken in order, and one is dependent when what is left
/// of it is below 1e-5 of its norm.
[[nodiscard]] int rank_of_gram(std::vector<double> gram, std::size_t k);

/// The same from X itself (rows x k, row-major) by Householder reflections: what is left of a column is exact to
/// rounding, where the Gram matrix knows its square only. Work: rows k min(rows, k).
[[nodiscard]] int rank_of_columns(std::vector<double> x, std::size_t rows, std::size_t k);

}  // namespace enkat
