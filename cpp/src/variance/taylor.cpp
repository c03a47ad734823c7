#include "enkat/variance/taylor.hpp"

#include "enkat/base/parallel.hpp"
#include "parts.hpp"

namespace enkat {

std::vector<double> taylor_variances(const Design& design, const Totals& totals, const std::vector<Linear>& statistics,
                                     int threads) {
  if (totals.kind == TotalsKind::moments) return detail::moment_variances(design, totals, statistics);
  constexpr std::int64_t block = 32;  // statistics whose unit totals are held at a time
  const auto p = static_cast<std::int64_t>(statistics.size());
  std::vector<double> out(statistics.size());
  for_blocks((p + block - 1) / block, threads, [&](std::int64_t b) {
    const auto from = static_cast<std::size_t>(b * block);
    const auto size = std::min(static_cast<std::size_t>(block), statistics.size() - from);
    const detail::Matrix d = detail::scaled_deviations(
        design, detail::unit_influence(design, totals, std::span(statistics).subspan(from, size)));
    for (std::size_t j = 0; j < size; ++j) out[from + j] = d.col(static_cast<Eigen::Index>(j)).squaredNorm();
  });
  return out;
}

Covariance taylor_covariance(const Design& design, const Totals& totals, const std::vector<Linear>& statistics) {
  if (totals.kind == TotalsKind::moments) return detail::moment_covariance(design, totals, statistics);
  const detail::Matrix d = detail::scaled_deviations(design, detail::unit_influence(design, totals, statistics));
  const detail::Matrix v = d.transpose() * d;
  return {statistics.size(), {v.data(), v.data() + v.size()}};
}

}  // namespace enkat
