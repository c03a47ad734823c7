#include "weighted_order.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "enkat/base/parallel.hpp"

namespace enkat::detail {
namespace {

constexpr std::size_t bins = 4096;
constexpr std::size_t few = 4096;  // rows that are sorted at once
constexpr int deepest = 4;         // bins within bins before sorting: values that crowd at one end of their range

/// Lanes of a pass over rows, each with its own slot; see base/parallel.hpp.
template <class F>
std::int64_t in_lanes(std::size_t rows, int threads, F&& f) {
  const auto n = static_cast<std::int64_t>(rows);
  const std::int64_t lanes = lanes_for(n, bins * sizeof(double));
  for_blocks(lanes, threads, [&](std::int64_t lane) {
    f(static_cast<std::size_t>(lane), static_cast<std::size_t>(lane_begin(lane, lanes, n)),
      static_cast<std::size_t>(lane_begin(lane + 1, lanes, n)));
  });
  return lanes;
}

std::size_t lane_count(std::size_t rows) {
  return static_cast<std::size_t>(lanes_for(static_cast<std::int64_t>(rows), bins * sizeof(double)));
}

}  // namespace

WeightedOrder::WeightedOrder(std::span<const double> values, std::span<const double> weights, int threads, double start,
                             int depth)
    : values_(values), weights_(weights), threads_(threads), depth_(depth), start_(start), total_(start) {
  struct Range {
    double low, high;
    bool negative;
  };
  std::vector<Range> range(lane_count(values.size()), {HUGE_VAL, -HUGE_VAL, false});
  in_lanes(values.size(), threads, [&](std::size_t lane, std::size_t from, std::size_t to) {
    Range own{HUGE_VAL, -HUGE_VAL, false};
    for (std::size_t i = from; i < to; ++i) {
      own.low = values[i] < own.low ? values[i] : own.low;
      own.high = values[i] > own.high ? values[i] : own.high;
      own.negative |= weights[i] < 0;
    }
    range[lane] = own;
  });
  bool negative = false;
  low_ = HUGE_VAL;
  high_ = -HUGE_VAL;
  for (const Range& r : range) {
    low_ = std::min(low_, r.low);
    high_ = std::max(high_, r.high);
    negative |= r.negative;
  }
  // a negative weight makes cumulated weights fall, so that no bin can be skipped
  const bool spread = high_ > low_ && std::isfinite((bins - 1) / (high_ - low_)) && std::isfinite(high_ - low_);
  if (values.size() <= few || negative || depth >= deepest || !spread)
    sort_all();
  else
    fill_bins();
}

void WeightedOrder::sort_all() {
  sorted_ = true;
  const std::vector<std::uint32_t> row = rows_in_order(values_);
  order_.values.reserve(row.size());
  order_.weights.reserve(row.size());
  cumulated_.reserve(row.size());
  for (const std::uint32_t i : row) {
    order_.values.push_back(values_[i]);
    order_.weights.push_back(weights_[i]);
    cumulated_.push_back(total_ += weights_[i]);
  }
}

void WeightedOrder::fill_bins() {
  const std::size_t n = values_.size();
  const double scale = (bins - 1) / (high_ - low_);
  bin_.resize(n);
  struct Sums {
    std::vector<double> weight = std::vector<double>(bins, 0);
    std::vector<std::int64_t> rows = std::vector<std::int64_t>(bins, 0);
  };
  std::vector<Sums> sums(lane_count(n));
  in_lanes(n, threads_, [&](std::size_t lane, std::size_t from, std::size_t to) {
    Sums own;
    for (std::size_t i = from; i < to; ++i) {
      const auto b = static_cast<std::uint16_t>((values_[i] - low_) * scale);
      bin_[i] = b;
      own.weight[b] += weights_[i];
      ++own.rows[b];
    }
    sums[lane] = std::move(own);
  });
  rows_.assign(bins, 0);
  cumulated_.assign(bins, 0);
  for (const Sums& s : sums)
    for (std::size_t b = 0; b < bins; ++b) {
      rows_[b] += s.rows[b];
      cumulated_[b] += s.weight[b];
    }
  for (double& c : cumulated_) c = total_ += c;
}

std::size_t WeightedOrder::bin_reaching(double target) const {
  const double enough = target - share_tolerance * std::abs(target);
  std::size_t b = 0, last = 0;
  for (; b < bins; ++b) {
    if (!rows_[b]) continue;
    last = b;
    if (cumulated_[b] >= enough) return b;
  }
  return last;
}

std::vector<WeightedOrder::Rows> WeightedOrder::rows_of(std::span<const std::size_t> wanted) const {
  std::vector<std::uint8_t> slot(bins, 0);  // 0: not wanted
  for (std::size_t k = 0; k < wanted.size(); ++k) slot[wanted[k]] = static_cast<std::uint8_t>(k + 1);
  std::vector<std::vector<Rows>> lane_rows(lane_count(values_.size()));
  in_lanes(values_.size(), threads_, [&](std::size_t lane, std::size_t from, std::size_t to) {
    std::vector<Rows> own(wanted.size());
    for (std::size_t i = from; i < to; ++i) {
      const std::uint8_t s = slot[bin_[i]];
      if (!s) continue;
      own[s - 1U].values.push_back(values_[i]);
      own[s - 1U].weights.push_back(weights_[i]);
    }
    lane_rows[lane] = std::move(own);
  });
  std::vector<Rows> out = std::move(lane_rows[0]);
  for (std::size_t lane = 1; lane < lane_rows.size(); ++lane)
    for (std::size_t k = 0; k < out.size(); ++k) {
      const Rows& more = lane_rows[lane][k];
      out[k].values.insert(out[k].values.end(), more.values.begin(), more.values.end());
      out[k].weights.insert(out[k].weights.end(), more.weights.begin(), more.weights.end());
    }
  return out;
}

std::vector<Place> WeightedOrder::find(std::span<const double> targets) const {
  std::vector<Place> out;
  if (sorted_) {
    for (const double t : targets) out.push_back(find_sorted(t));
    return out;
  }
  constexpr std::size_t at_once = 200;  // windows of one pass
  for (std::size_t from = 0; from < targets.size(); from += at_once) {
    const std::span<const double> some = targets.subspan(from, std::min(at_once, targets.size() - from));
    std::vector<std::size_t> bin, wanted;
    for (const double t : some) bin.push_back(bin_reaching(t));
    wanted = bin;
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const std::vector<Rows> rows = rows_of(wanted);
    for (std::size_t k = 0; k < some.size(); ++k) {
      const auto at = std::lower_bound(wanted.begin(), wanted.end(), bin[k]) - wanted.begin();
      out.push_back(within(rows[static_cast<std::size_t>(at)], bin[k], some[k]));
    }
  }
  return out;
}

Place WeightedOrder::within(const Rows& rows, std::size_t bin, double target) const {
  const double below = bin > 0 ? cumulated_[bin - 1] : start_;
  const auto rows_below =
      std::accumulate(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(bin), std::int64_t{0});
  const WeightedOrder inner(rows.values, rows.weights, threads_, below, depth_ + 1);
  Place place = inner.find(std::span(&target, 1))[0];
  if (rows_below % 2 != 0) place.even = !place.even;
  add_neighbours(place, bin);
  return place;
}

/// The rows next to a place at the edge of its bin: the last of the bin below, the first of the bin above.
void WeightedOrder::add_neighbours(Place& place, std::size_t bin) const {
  if (!place.has_before) {
    std::size_t below = bin;
    while (below > 0 && !rows_[below - 1]) --below;
    if (below > 0) {
      std::size_t best = values_.size();
      for (std::size_t i = 0; i < bin_.size(); ++i)
        if (bin_[i] == below - 1 && (best == values_.size() || values_[i] >= values_[best])) best = i;
      place.value[0] = values_[best];
      place.weight[0] = weights_[best];
      place.has_before = true;
    }
  }
  if (place.has_after) return;
  std::size_t above = bin + 1;
  while (above < bins && !rows_[above]) ++above;
  if (above == bins) return;
  std::size_t best = values_.size();
  for (std::size_t i = 0; i < bin_.size(); ++i)
    if (bin_[i] == above && (best == values_.size() || values_[i] < values_[best])) best = i;
  place.value[2] = values_[best];
  place.weight[2] = weights_[best];
  place.has_after = true;
}

Place WeightedOrder::find_sorted(double target) const {
  const double enough = target - share_tolerance * std::abs(target);
  std::size_t k = 0;
  while (k + 1 < cumulated_.size() && cumulated_[k] < enough) ++k;  // not a binary search: weights may be negative
  Place place;
  place.before = k > 0 ? cumulated_[k - 1] : start_;
  place.even = k % 2 == 0;
  place.has_before = k > 0;
  place.has_after = k + 1 < cumulated_.size();
  for (std::size_t j = 0; j < 3; ++j) {
    if ((j == 0 && !place.has_before) || (j == 2 && !place.has_after)) continue;
    place.value[j] = order_.values[k + j - 1];
    place.weight[j] = order_.weights[k + j - 1];
  }
  return place;
}

double WeightedOrder::last_weight() const {
  if (sorted_) return order_.weights.back();
  for (std::size_t i = values_.size(); i-- > 0;)
    if (values_[i] == high_) return weights_[i];
  return 0;
}

std::vector<std::uint32_t> rows_in_order(std::span<const double> values) {
  std::vector<std::uint32_t> out(values.size());
  if (std::is_sorted(values.begin(), values.end())) {  // one value above all
    std::iota(out.begin(), out.end(), 0U);
    return out;
  }
  struct Keyed {  // value and row side by side: what is compared is what is moved
    double value;
    std::uint32_t row;
  };
  std::vector<Keyed> keyed(values.size());
  for (std::size_t i = 0; i < keyed.size(); ++i) keyed[i] = {values[i], static_cast<std::uint32_t>(i)};
  std::sort(keyed.begin(), keyed.end(),
            [](const Keyed& a, const Keyed& b) { return a.value < b.value || (a.value == b.value && a.row < b.row); });
  for (std::size_t i = 0; i < keyed.size(); ++i) out[i] = keyed[i].row;
  return out;
}

std::vector<double> quantiles_of(const WeightedOrder& order, QuantileRule rule, std::span<const double> shares) {
  const double last = rule >= QuantileRule::hf6 ? order.last_weight() : 0;
  std::vector<double> targets;
  for (const double p : shares) targets.push_back(quantile_target(rule, p, order.total(), last));
  const std::vector<Place> places = order.find(targets);
  std::vector<double> out;
  for (std::size_t k = 0; k < places.size(); ++k) out.push_back(quantile_at(rule, targets[k], places[k]));
  return out;
}

}  // namespace enkat::detail
