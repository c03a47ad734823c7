#include <numeric>

#include "enkat/planning/draw.hpp"
#include "unequal.hpp"

namespace enkat {
namespace {

/// The places whose stretch of the cumulated probabilities holds one of the points u, u + 1, ..., u + n - 1.
std::vector<std::int64_t> places(const std::vector<double>& p, std::int64_t n, double u) {
  std::vector<std::int64_t> out;
  out.reserve(static_cast<std::size_t>(n));
  const auto last = static_cast<std::int64_t>(p.size()) - 1;
  const double scale = static_cast<double>(n) / std::accumulate(p.begin(), p.end(), 0.0);
  double reached = 0;
  std::int64_t i = -1;
  for (std::int64_t j = 0; j < n; ++j) {
    const double point = u + static_cast<double>(j);
    const std::int64_t spare = last - (n - 1 - j);  // the last place that leaves one for every later point
    do {
      ++i;
      reached += p[static_cast<std::size_t>(i)] * scale;
    } while (reached <= point && i < spare);
    out.push_back(i);
  }
  return out;
}

}  // namespace

std::vector<std::int64_t> draw_pps_systematic(std::span<const double> p, Random& random) {
  return detail::with_certain(p,
                              [&](const detail::Uncertain& rest) { return places(rest.p, rest.n, random.uniform()); });
}

std::vector<std::int64_t> draw_pps_random_systematic(std::span<const double> p, Random& random) {
  return detail::with_certain(p, [&](const detail::Uncertain& rest) {
    std::vector<std::int64_t> order(rest.p.size());
    std::iota(order.begin(), order.end(), std::int64_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    std::vector<double> mixed(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) mixed[i] = rest.p[static_cast<std::size_t>(order[i])];
    std::vector<std::int64_t> out = places(mixed, rest.n, random.uniform());
    for (std::int64_t& i : out) i = order[static_cast<std::size_t>(i)];
    return out;
  });
}

}  // namespace enkat
