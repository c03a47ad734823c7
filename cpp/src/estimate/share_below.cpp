#include "enkat/estimate/share_below.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/parallel.hpp"
#include "statistics.hpp"

namespace enkat {
namespace {

/// Thresholds of every domain in rising order, and the place of each given one in that order.
struct Steps {
  std::vector<double> sorted;
  std::vector<std::size_t> rank;
};

Steps steps_of(const Thresholds& t) {
  Steps out{t.values, std::vector<std::size_t>(t.values.size())};
  for (std::size_t from = 0; from < t.values.size(); from += t.per_domain) {
    std::vector<std::size_t> order(t.per_domain);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return t.values[from + a] < t.values[from + b]; });
    for (std::size_t r = 0; r < order.size(); ++r) {
      out.sorted[from + r] = t.values[from + order[r]];
      out.rank[from + order[r]] = r;
    }
  }
  return out;
}

/// How many thresholds of the row's domain lie below its value: y <= t_r means that at most r do.
template <class T>
Codes levels_of(const Thresholds& t, const Steps& steps, const Codes* by, int threads) {
  const std::int64_t n = t.variable->size();
  const std::size_t k = t.per_domain;
  const double* const value = t.variable->values.data();
  const std::vector<std::uint8_t>& valid = t.variable->valid;
  std::vector<T> code(static_cast<std::size_t>(n));
  const auto level = [&](std::size_t i, const double* own) {
    if (!valid.empty() && !valid[i]) return missing_code<T>;
    if (k > 16) return static_cast<T>(std::lower_bound(own, own + k, value[i]) - own);
    T below = 0;
    for (std::size_t r = 0; r < k; ++r) below = static_cast<T>(below + static_cast<T>(own[r] < value[i]));
    return below;
  };
  const std::int64_t lanes = lanes_for(n, 1);
  for_blocks(lanes, threads, [&](std::int64_t lane) {
    const auto from = static_cast<std::size_t>(lane_begin(lane, lanes, n));
    const auto to = static_cast<std::size_t>(lane_begin(lane + 1, lanes, n));
    if (!by) {
      for (std::size_t i = from; i < to; ++i) code[i] = level(i, steps.sorted.data());
      return;
    }
    by->visit([&]<class G>(std::span<const G> group) {
      for (std::size_t i = from; i < to; ++i)
        code[i] = group[i] == missing_code<G> ? T{0} : level(i, steps.sorted.data() + group[i] * k);
    });
  });
  return {std::move(code), static_cast<std::int64_t>(k) + 1};
}

}  // namespace

Estimates share_below(const Design& design, const std::vector<Thresholds>& thresholds, const EstimateOptions& options) {
  std::vector<Steps> steps;
  std::vector<Codes> codes;
  TotalsRequest request;
  request.group = options.by;
  request.threads = options.threads;
  for (const Thresholds& t : thresholds) {
    steps.push_back(steps_of(t));
    codes.push_back(t.per_domain < 255 ? levels_of<std::uint8_t>(t, steps.back(), options.by, options.threads)
                                       : levels_of<std::uint32_t>(t, steps.back(), options.by, options.threads));
  }
  for (const Codes& c : codes) request.blocks.push_back({Block::Kind::indicators, nullptr, {&c, nullptr}, {}});
  std::vector<detail::Statistic> statistics;
  for (std::int64_t g = 0; g < request.groups(); ++g) {
    std::int64_t start = g * request.width();
    for (std::size_t v = 0; v < thresholds.size(); ++v) {
      const std::size_t k = thresholds[v].per_domain;
      Linear all;
      for (std::size_t level = 0; level <= k; ++level) all.push_back({start + static_cast<std::int64_t>(level), 1});
      for (std::size_t j = 0; j < k; ++j) {
        const std::size_t rank = steps[v].rank[static_cast<std::size_t>(g) * k + j];
        const Linear below(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rank) + 1);
        statistics.push_back({{below, all}, 0, all, -1, static_cast<std::size_t>(g), -1, 0});
      }
      start += static_cast<std::int64_t>(k) + 1;
    }
  }
  return detail::estimated(design, request, statistics);
}

}  // namespace enkat
