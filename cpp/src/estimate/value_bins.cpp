#include "value_bins.hpp"

#include <algorithm>
#include <cmath>

#include "weighted_order.hpp"

namespace enkat::detail {

ValueBins::ValueBins() : page_(1 << 12, -1) {}

void ValueBins::add(double value, double weight) {
  const std::uint64_t key = ordered_key(value);
  std::int32_t& page = page_[key >> 52];
  if (page < 0) {
    page = static_cast<std::int32_t>(pages_.size());
    pages_.push_back(std::make_unique<Page>());
  }
  (*pages_[static_cast<std::size_t>(page)])[key >> (64 - first_bits) & (in_page - 1)].add(value, weight);
}

void ValueBins::settle() {
  for (std::size_t top = 0; top < page_.size(); ++top) {
    if (page_[top] < 0) continue;
    for (std::size_t k = 0; k < in_page; ++k) {
      ValueBin bin = (*pages_[static_cast<std::size_t>(page_[top])])[k];
      if (bin.rows == 0) continue;
      bin.first = (static_cast<std::uint64_t>(top) * in_page + k) << (64 - first_bits);
      bin.last = bin.first | (~std::uint64_t{0} >> first_bits);
      bins_.push_back(bin);
    }
  }
  pages_.clear();
  page_.clear();
}

double ValueBins::total() const {
  double sum = 0;
  for (const ValueBin& b : bins_) sum += b.weight;
  return sum;
}

std::size_t ValueBins::bin_reaching(double target) const {
  const double enough = target - share_tolerance * std::abs(target);
  const auto at = std::lower_bound(cumulated_.begin(), cumulated_.end(), enough);
  return std::min(static_cast<std::size_t>(at - cumulated_.begin()), cumulated_.size() - 1);
}

bool ValueBins::look_for(std::span<const double> targets, std::int64_t most_rows) {
  targets_.assign(targets.begin(), targets.end());
  windows_.clear();
  finer_.clear();
  if (bins_.empty()) return false;
  cumulated_.clear();
  double sum = 0;
  for (const ValueBin& b : bins_) cumulated_.push_back(sum += b.weight);
  std::vector<std::size_t> wanted;
  for (const double t : targets_) wanted.push_back(bin_reaching(t));
  std::vector<std::size_t> order = wanted;
  std::sort(order.begin(), order.end());
  order.erase(std::unique(order.begin(), order.end()), order.end());
  for (const std::size_t b : order) {
    const ValueBin& bin = bins_[b];
    if (bin.rows <= most_rows || bin.one_value()) continue;
    const int bits = 64 - std::countl_zero(bin.last - bin.first);  // that tell its values apart
    const int shift = std::max(bits - more_bits, 0);
    finer_.push_back({b, shift, std::vector<ValueBin>(std::size_t{1} << (bits - shift))});
  }
  if (!finer_.empty()) return true;
  for (std::size_t k = 0; k < wanted.size(); ++k) make_window(wanted[k], k, most_rows);
  std::sort(windows_.begin(), windows_.end(), [](const Window& a, const Window& b) { return a.bin < b.bin; });
  return false;
}

void ValueBins::make_window(std::size_t b, std::size_t target, std::int64_t most_rows) {
  auto at = std::find_if(windows_.begin(), windows_.end(), [&](const Window& w) { return w.bin == b; });
  if (at == windows_.end()) {
    Window w;
    w.bin = b;
    w.before = b > 0 ? cumulated_[b - 1] : 0;
    for (std::size_t k = 0; k < b; ++k) w.rows_below += bins_[k].rows;
    w.has_below = b > 0;
    w.has_above = b + 1 < bins_.size();
    w.below = w.has_below ? bins_[b - 1].high : -HUGE_VAL;
    w.above = w.has_above ? bins_[b + 1].low : HUGE_VAL;
    w.below_weight = w.has_below ? bins_[b - 1].last_weight : 0;
    windows_.push_back(std::move(w));
    at = windows_.end() - 1;
  }
  at->targets.push_back(target);
  if (bins_[b].rows <= most_rows) return;
  Walk walk;
  walk.enough = targets_[target] - share_tolerance * std::abs(targets_[target]);
  walk.cumulated = at->before;
  at->walks.push_back(walk);
}

void ValueBins::Walk::add(double w) {
  if (found) {
    if (!has_next) next = w;
    has_next = true;
    return;
  }
  previous = own;
  own = w;
  before = cumulated;
  cumulated += w;
  ++rows;
  found = cumulated >= enough;
}

void ValueBins::add_again(double value, double weight) {
  if (!finer_.empty()) {
    for (Finer& f : finer_) {
      const ValueBin& bin = bins_[f.bin];
      if (value < bin.low) return;
      if (value > bin.high) continue;
      f.parts[(ordered_key(value) - bin.first) >> f.shift].add(value, weight);
      return;
    }
    return;
  }
  for (Window& w : windows_) {
    const ValueBin& bin = bins_[w.bin];
    if (value > w.above) continue;
    if (value < bin.low) return;
    if (value > bin.high) {
      if (value == w.above && !w.seen_above) {
        w.seen_above = true;
        w.above_weight = weight;
      }
      continue;
    }
    if (w.walks.empty()) {
      w.values.push_back(value);
      w.weights.push_back(weight);
    }
    for (Walk& walk : w.walks) walk.add(weight);
  }
}

void ValueBins::end_pass() {
  std::vector<ValueBin> out;
  auto next = finer_.begin();
  for (std::size_t b = 0; b < bins_.size() && !finer_.empty(); ++b) {
    if (next == finer_.end() || next->bin != b) {
      out.push_back(bins_[b]);
      continue;
    }
    for (std::size_t k = 0; k < next->parts.size(); ++k) {
      ValueBin& part = next->parts[k];
      if (part.rows == 0) continue;
      part.first = bins_[b].first + (static_cast<std::uint64_t>(k) << next->shift);
      part.last = part.first + ((std::uint64_t{1} << next->shift) - 1);
      out.push_back(part);
    }
    ++next;
  }
  if (!finer_.empty()) bins_ = std::move(out);
  finer_.clear();
}

std::vector<Place> ValueBins::places(int threads) const {
  std::vector<Place> out(targets_.size());
  for (const Window& w : windows_) {
    const ValueBin& bin = bins_[w.bin];
    std::vector<Place> found;
    if (w.walks.empty()) {
      std::vector<double> targets;
      for (const std::size_t t : w.targets) targets.push_back(targets_[t]);
      found = WeightedOrder(w.values, w.weights, threads, w.before).find(targets);
    }
    for (const Walk& k : w.walks) {
      Place p;
      p.value = {bin.low, bin.low, bin.low};
      p.weight = {k.previous, k.own, k.next};
      p.before = k.before;
      p.has_before = k.rows > 1;
      p.has_after = k.has_next;
      p.even = k.rows % 2 == 1;
      found.push_back(p);
    }
    for (std::size_t k = 0; k < found.size(); ++k) {
      Place& p = found[k];
      if (w.rows_below % 2 != 0) p.even = !p.even;
      if (!p.has_before && w.has_below) {
        p.has_before = true;
        p.value[0] = w.below;
        p.weight[0] = w.below_weight;
      }
      if (!p.has_after && w.has_above) {
        p.has_after = true;
        p.value[2] = w.above;
        p.weight[2] = w.above_weight;
      }
      out[w.targets[k]] = p;
    }
  }
  return out;
}

}  // namespace enkat::detail
