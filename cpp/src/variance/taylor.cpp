#include "enkat/variance/taylor.hpp"

#include <algorithm>

#include "enkat/base/parallel.hpp"
#include "enkat/design/scanned_adjustments.hpp"
#include "parts.hpp"

namespace enkat {

namespace detail {

/// Rows whose squares and products add up to the variances and covariances of the statistics.
Matrix deviations(const Design& design, const Totals& totals, std::span<const Linear> statistics) {
  return scaled_deviations(design, unit_influence(design, totals, statistics),
                           alone_in_domains(design, totals, statistics));
}

bool has_pairs(const Design& design) {
  return design.two_phase() || (design.pps() && design.pps()->options.method != PpsOptions::Method::brewer);
}

namespace {

Matrix pairs_covariance(const Design& design, const Totals& totals, std::span<const Linear> statistics) {
  const Matrix e = unit_influence(design, totals, statistics);
  return design.two_phase() ? two_phase_covariance(design, e) : pps_covariance(design, e);
}

}  // namespace

}  // namespace detail

std::vector<double> taylor_variances(const Design& design, const Totals& totals, const std::vector<Linear>& statistics,
                                     int threads) {
  if (totals.kind == TotalsKind::moments)
    return scanned_adjustments(design) ? detail::moment_variances_by_cell(design, totals, statistics)
                                       : detail::moment_variances(design, totals, statistics);
  if (detail::has_pairs(design)) {
    const Eigen::VectorXd v = detail::pairs_covariance(design, totals, statistics).diagonal();
    return {v.data(), v.data() + v.size()};
  }
  constexpr std::int64_t block = 48;  // statistics whose unit totals are held at a time: a task for a thread
  const auto p = static_cast<std::int64_t>(statistics.size());
  std::vector<double> out(statistics.size());
  const bool one_stage = detail::is_one_stage(design, totals);
  for_blocks((p + block - 1) / block, threads, [&](std::int64_t b) {
    const auto from = static_cast<std::size_t>(b * block);
    const auto size = std::min(static_cast<std::size_t>(block), statistics.size() - from);
    const std::span<const Linear> part = std::span(statistics).subspan(from, size);
    if (one_stage) {
      const std::vector<double> v = detail::one_stage_variances(design, totals, part);
      std::copy(v.begin(), v.end(), out.begin() + static_cast<std::ptrdiff_t>(from));
      return;
    }
    const detail::Matrix d = detail::deviations(design, totals, part);
    for (std::size_t j = 0; j < size; ++j) out[from + j] = d.col(static_cast<Eigen::Index>(j)).squaredNorm();
  });
  return out;
}

Covariance taylor_covariance(const Design& design, const Totals& totals, const std::vector<Linear>& statistics) {
  if (totals.kind == TotalsKind::moments)
    return scanned_adjustments(design) ? detail::moment_covariance_by_cell(design, totals, statistics)
                                       : detail::moment_covariance(design, totals, statistics);
  if (detail::has_pairs(design)) {
    const detail::Matrix v = detail::pairs_covariance(design, totals, statistics);
    return {statistics.size(), {v.data(), v.data() + v.size()}};
  }
  const detail::Matrix d = detail::deviations(design, totals, statistics);
  const detail::Matrix v = d.transpose() * d;
  return {statistics.size(), {v.data(), v.data() + v.size()}};
}

}  // namespace enkat
