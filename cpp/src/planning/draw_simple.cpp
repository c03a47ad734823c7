#include <algorithm>
#include <numeric>

#include "arguments.hpp"
#include "enkat/planning/draw.hpp"

namespace enkat {
namespace {

void check(std::int64_t population, std::int64_t n) {
  detail::expect(n >= 0 && n <= population, static_cast<double>(n), "a size between 0 and the units there are", "n");
}

}  // namespace

std::vector<std::int64_t> draw_simple(std::int64_t population, std::int64_t n, Random& random) {
  check(population, n);
  std::vector<std::int64_t> out;
  out.reserve(static_cast<std::size_t>(n));
  std::int64_t wanted = n;
  for (std::int64_t i = 0; wanted > 0; ++i) {
    const std::int64_t left = population - i;
    if (static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(left))) >= wanted) continue;
    out.push_back(i);
    --wanted;
  }
  return out;
}

std::vector<std::int64_t> draw_systematic(std::int64_t population, std::int64_t n, Random& random) {
  check(population, n);
  std::vector<std::int64_t> out;
  if (n == 0) return out;
  out.reserve(static_cast<std::size_t>(n));
  const auto start = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(population)));
  // floor((start + j N)/n) by quotient and remainder: j N could be too large for 64 bits
  const std::int64_t step = population / n, rest = population % n;
  std::int64_t unit = start / n, over = start % n;
  for (std::int64_t j = 0; j < n; ++j) {
    out.push_back(unit);
    unit += step;
    over += rest;
    if (over >= n) {
      over -= n;
      ++unit;
    }
  }
  return out;
}

std::vector<std::int64_t> draw_poisson(std::span<const double> p, Random& random) {
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (random.uniform() < p[i]) out.push_back(static_cast<std::int64_t>(i));
  return out;
}

}  // namespace enkat
