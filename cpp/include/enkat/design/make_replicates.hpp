#pragma once
#include <cstdint>
#include <string>

#include "enkat/design/design.hpp"

namespace enkat {

struct ReplicateOptions {
  std::string kind = "auto";  ///< auto (JK1 without strata, else JKn), JK1, JKn, BRR, Fay, bootstrap (Rao-Wu),
                              ///< mccarthy-snowden, preston, successive-difference
  int count = 100;            ///< replicates of the bootstraps
  double rho = 0.5;           ///< of Fay
  bool mse = false;
  std::uint64_t seed = 1;  ///< of the bootstraps: replicate r draws from (seed, r)
};

/// The same sample with replicate weights made from its clusters and strata, as factors by cluster.
///
///   JK1  unit i of n left out: 0, others n/(n-1); scale (n-1)/n (1-f)
///   JKn  unit i of stratum h left out: 0, others of h n_h/(n_h-1); rscale (n_h-1)/n_h (1-f_h)
///   BRR  two units in every stratum, one of them doubled by a row of a Hadamard matrix; Fay: 2 - rho and rho
///   bootstrap (Rao, Wu and Yue 1992): m_h = n_h - 1 draws with replacement, 1 - l + l (n_h/m_h) count,
///        l = sqrt(m_h (1-f_h)/(n_h-1))
///   mccarthy-snowden (1985): (n_h-1)/(1-f_h) draws with replacement, n_h/m_h count; the fraction of a draw is
///        rounded up at random
///   preston (2009): half of the units at every stage without replacement, multistage
///   successive-difference (Fay and Train 1995): 1 + 2^-1.5 (a_[i+1,r] - a_[i+2,r]) in the order of the data; 4/K
///
/// Adjustments made before stay as they are in every replicate; adjust afterwards to have them redone in each.
/// Source: Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5; R survey::as.svrepdesign.
/// Throws enkat::Error (design) where the design does not fit the kind.  Checked by: tests/golden topic 09
[[nodiscard]] Design to_replicates(const Design& design, const ReplicateOptions& options = {});

}  // namespace enkat
