#include "threshold_steps.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/parallel.hpp"

namespace enkat::detail {
namespace {

template <class T>
Codes levels_as(const Numbers& variable, const ThresholdSteps& steps, const Codes* by, int threads) {
  const std::int64_t n = variable.size();
  const std::size_t k = steps.per_domain;
  const double* const value = variable.values.data();
  const std::vector<std::uint8_t>& valid = variable.valid;
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

ThresholdSteps threshold_steps(const Thresholds& t) {
  ThresholdSteps out{t.per_domain, t.values, std::vector<std::size_t>(t.values.size())};
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

Codes levels_of(const Numbers& variable, const ThresholdSteps& steps, const Codes* by, int threads) {
  return steps.per_domain < 255 ? levels_as<std::uint8_t>(variable, steps, by, threads)
                                : levels_as<std::uint32_t>(variable, steps, by, threads);
}

}  // namespace enkat::detail
