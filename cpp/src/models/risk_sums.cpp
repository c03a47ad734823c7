#include "risk_sums.hpp"

#include <algorithm>

#include "enkat/base/interrupt.hpp"

namespace enkat::detail {

RiskSums::RiskSums(const SurvivalSample& sample, const Eigen::VectorXd& weight, bool squares)
    : s1(Eigen::VectorXd::Zero(sample.rows.x.cols())),
      s2(Eigen::MatrixXd::Zero(squares ? s1.size() : 0, squares ? s1.size() : 0)),
      sample_(&sample),
      weight_(&weight),
      entries_(sample),
      squares_(squares) {}

void RiskSums::move_to(std::size_t begin, std::size_t end, bool fresh) {
  if (++calls_ % 1024 == 0) stop_if_interrupted();
  const SurvivalSample& s = *sample_;
  if (fresh) {
    begin_ = begin;
    clear();
  }
  for (std::size_t k = begin; k < end; ++k) add(s.order[k], (*weight_)[static_cast<Eigen::Index>(s.order[k])]);
  if (s.entry.empty()) return;
  peak_ = std::max(peak_, s0);
  const std::size_t now = s.order[begin];
  entries_.leave(now, [&](std::size_t i) { add(i, -(*weight_)[static_cast<Eigen::Index>(i)]); });
  constexpr double little = 1e-3;
  if (s0 > little * peak_) return;
  clear();
  for (std::size_t k = begin_; k < end; ++k)
    if (s.entry[s.order[k]] < s.time[now]) add(s.order[k], (*weight_)[static_cast<Eigen::Index>(s.order[k])]);
  peak_ = s0;
}

void RiskSums::add(std::size_t i, double weight) {
  const auto x = sample_->rows.x.row(static_cast<Eigen::Index>(i)).transpose();
  s0 += weight;
  s1 += weight * x;
  if (squares_) s2.selfadjointView<Eigen::Upper>().rankUpdate(x, weight);
}

void RiskSums::clear() {
  s0 = peak_ = 0;
  s1.setZero();
  s2.setZero();
}

}  // namespace enkat::detail
