#include "enkat/tables/share.hpp"

#include <string>

#include "enkat/estimate/interval_nchs.hpp"

namespace enkat {
namespace {

void mark_reliability(Cell& cell, const ShareReliability& verdict) {
  if (!verdict.present || verdict.review) cell.status.add(Status::unreliable);
  for (const std::string_view reason : verdict.reasons()) cell.reason.emplace_back(reason);
  if (verdict.present && verdict.complement_wide) cell.reason.emplace_back("complement");
}

}  // namespace

Cell share_cell(const ShareEstimate& share, bool with_precision) {
  Cell cell;
  cell.measure = Measure::percent;
  cell.estimate = 100 * share.p;
  cell.count = share.count;
  cell.n = cell.base = share.n;
  cell.n_weighted = share.n_weighted;
  cell.n_effective = share.n_effective;
  if (!with_precision) return cell;
  const ShareSample sample{.p = share.p, .se = share.se, .df = share.df, .n = share.n};
  const Interval interval = interval_nchs(sample);
  cell.se = 100 * share.se;
  cell.ci_low = 100 * interval.low;
  cell.ci_high = 100 * interval.high;
  mark_reliability(cell, share_reliability(sample));
  return cell;
}

}  // namespace enkat
