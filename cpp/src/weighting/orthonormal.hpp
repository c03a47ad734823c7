#pragma once
#include <Eigen/Core>
#include <span>
#include <vector>

#include "enkat/weighting/calibrate.hpp"

namespace enkat::detail {

/// The auxiliary columns as an orthonormal basis under sum_i m_i z_i z_i', m = |d|/q, so that equations on them are
/// well conditioned whatever the units of x: x = z r, totals = r' t.
struct Orthonormal {
  Eigen::MatrixXd z;  ///< rows x rank
  Eigen::VectorXd t;  ///< totals of z
  Eigen::MatrixXd r;  ///< rank x columns of x
  std::vector<std::size_t> dependent;
};

/// Modified Gram-Schmidt, twice. A column of which less than 1e-8 is left depends on those before it.
/// Throws enkat::Error (design) when its total differs from the one they imply by more than 1e-6.
[[nodiscard]] Orthonormal orthonormal(std::span<const double> d, std::span<const double> q, const Auxiliary& auxiliary);

}  // namespace enkat::detail
