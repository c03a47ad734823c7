#include "unequal.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "arguments.hpp"
#include "enkat/planning/draw.hpp"

namespace enkat::detail {

std::vector<std::int64_t> with_certain(std::span<const double> p,
                                       const std::function<std::vector<std::int64_t>(const Uncertain&)>& draw) {
  Uncertain rest;
  std::vector<std::int64_t> out;
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!(p[i] > 0 && p[i] <= 1))
      throw Error(ErrorCode::design,
                  "unit " + std::to_string(i + 1) + ": found " + number_text(p[i]) +
                      ", expected a probability over 0 and at most 1",
                  "probabilities");
    if (p[i] == 1) {
      out.push_back(static_cast<std::int64_t>(i));
      continue;
    }
    rest.unit.push_back(static_cast<std::int64_t>(i));
    rest.p.push_back(p[i]);
    sum += p[i];
  }
  rest.n = static_cast<std::int64_t>(std::round(sum));
  expect(std::abs(sum - std::round(sum)) <= 1e-6, sum, "a whole number: the size of the sample",
         "sum of probabilities");
  if (rest.n == 0) return out;
  for (const std::int64_t k : draw(rest)) out.push_back(rest.unit[static_cast<std::size_t>(k)]);
  std::sort(out.begin(), out.end());
  return out;
}

AliasTable::AliasTable(std::span<const double> weights) : keep_(weights.size()), other_(weights.size()) {
  const double scale = static_cast<double>(weights.size()) / std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<std::size_t> small, large;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    keep_[i] = weights[i] * scale;
    (keep_[i] < 1 ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::size_t s = small.back(), l = large.back();
    small.pop_back();
    other_[s] = l;
    keep_[l] -= 1 - keep_[s];
    if (keep_[l] >= 1) continue;
    large.pop_back();
    small.push_back(l);
  }
  for (const std::size_t i : small) keep_[i] = 1;  // what is left is 1 but for rounding
  for (const std::size_t i : large) keep_[i] = 1;
}

}  // namespace enkat::detail

namespace enkat {

std::vector<double> inclusion_probabilities(std::span<const double> size, std::int64_t n) {
  for (std::size_t i = 0; i < size.size(); ++i)
    if (!(size[i] > 0) || !std::isfinite(size[i]))
      throw Error(ErrorCode::data,
                  "row " + std::to_string(i + 1) + ": found " + number_text(size[i]) +
                      ", expected a number over 0: the unit could never be drawn; leave it out of the frame, or give "
                      "it a least size",
                  "size");
  const auto population = static_cast<std::int64_t>(size.size());
  detail::expect(n >= 0 && n <= population, static_cast<double>(n), "a size between 0 and the units there are", "n");
  // certainties are among the n largest: each of them takes its part of n and of the sum, the largest first
  std::vector<std::size_t> order(size.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto larger = [&](std::size_t a, std::size_t b) { return size[a] > size[b] || (size[a] == size[b] && a < b); };
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(n);
  if (n < population) std::nth_element(order.begin(), end, order.end(), larger);
  std::sort(order.begin(), end, larger);
  double sum = std::accumulate(size.begin(), size.end(), 0.0);
  std::int64_t certain = 0;
  while (certain < n) {
    const double x = size[order[static_cast<std::size_t>(certain)]];
    if (static_cast<double>(n - certain) * x < sum * (1 - 1e-12)) break;
    sum -= x;
    ++certain;
  }
  std::vector<double> p(size.size());
  std::vector<std::uint8_t> taken(size.size(), 0);
  for (std::int64_t k = 0; k < certain; ++k) taken[order[static_cast<std::size_t>(k)]] = 1;
  double rest = 0;  // summed anew: what was subtracted left rounding behind
  for (std::size_t i = 0; i < size.size(); ++i) rest += taken[i] != 0 ? 0 : size[i];
  for (std::size_t i = 0; i < size.size(); ++i)
    p[i] = taken[i] != 0 ? 1 : static_cast<double>(n - certain) * size[i] / rest;
  return p;
}

}  // namespace enkat
