#include "enkat/variance/replicate.hpp"

#include <Eigen/Core>

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "parts.hpp"

namespace enkat {
namespace {

/// sqrt(scale rscale_r) (t_r - c), by replicate.
detail::Matrix scaled(const Replicates& r, std::span<const double> estimate, const std::vector<double>& values) {
  const auto k = static_cast<Eigen::Index>(estimate.size()), n = static_cast<Eigen::Index>(r.size());
  detail::Matrix t = Eigen::Map<const detail::Matrix>(values.data(), n, k);
  Eigen::RowVectorXd c = Eigen::RowVectorXd::Zero(k);
  if (r.mse) {
    for (Eigen::Index j = 0; j < k; ++j) c[j] = estimate[static_cast<std::size_t>(j)];
  } else {
    double used = 0;
    for (Eigen::Index i = 0; i < n; ++i) {
      if (r.rscales[static_cast<std::size_t>(i)] <= 0) continue;
      c += t.row(i);
      ++used;
    }
    c /= used;
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    const double scale = r.scale * r.rscales[static_cast<std::size_t>(i)];
    if (scale == 0)
      t.row(i).setZero();
    else
      t.row(i) = std::sqrt(scale) * (t.row(i) - c);
  }
  return t;
}

}  // namespace

std::vector<double> replicate_variances(const Replicates& replicates, std::span<const double> estimate,
                                        const std::vector<double>& in_replicates) {
  const detail::Matrix d = scaled(replicates, estimate, in_replicates);
  std::vector<double> out;
  for (Eigen::Index j = 0; j < d.cols(); ++j) out.push_back(d.col(j).squaredNorm());
  return out;
}

Covariance replicate_covariance(const Replicates& replicates, std::span<const double> estimate,
                                const std::vector<double>& in_replicates) {
  const detail::Matrix d = scaled(replicates, estimate, in_replicates);
  const detail::Matrix v = d.transpose() * d;
  return {estimate.size(), {v.data(), v.data() + v.size()}};
}

std::vector<double> in_replicates(const Design& design,
                                  const std::function<std::vector<double>(const Design&)>& statistic, int threads) {
  const auto count = static_cast<std::int64_t>(design.replicates()->size());
  std::vector<std::vector<double>> by_replicate(static_cast<std::size_t>(count));
  for_blocks(count, threads, [&](std::int64_t r) {
    by_replicate[static_cast<std::size_t>(r)] = statistic(design.with_replicate(static_cast<std::size_t>(r)));
  });
  std::vector<double> out;
  for (const auto& values : by_replicate) {
    if (values.size() != by_replicate[0].size())
      throw Error(ErrorCode::design,
                  "gave " + std::to_string(by_replicate[0].size()) + " values in the first replicate and " +
                      std::to_string(values.size()) + " in another, expected the same number in each",
                  "statistic");
    out.insert(out.end(), values.begin(), values.end());
  }
  return out;
}

}  // namespace enkat
