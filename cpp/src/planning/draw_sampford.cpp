#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "enkat/planning/draw.hpp"
#include "unequal.hpp"

namespace enkat {
namespace {

/// Units with 2^-(k+1) < p <= 2^-k: of 64 at a time those are candidates whose bit is set in all of k random words, so
/// with 2^-k, and each is kept with p 2^k.
struct PoissonClass {
  int k = 0;
  std::vector<std::int64_t> unit;
  std::vector<double> keep;
};

std::vector<PoissonClass> classes_of(const std::vector<double>& p) {
  constexpr int most = 60;
  std::array<PoissonClass, most + 1> all;
  for (std::size_t i = 0; i < p.size(); ++i) {
    int k = 0;
    double scaled = p[i];
    while (scaled <= 0.5 && k < most) {
      scaled *= 2;  // exact
      ++k;
    }
    all[static_cast<std::size_t>(k)].unit.push_back(static_cast<std::int64_t>(i));
    all[static_cast<std::size_t>(k)].keep.push_back(scaled);
  }
  std::vector<PoissonClass> out;
  for (int k = 0; k <= most; ++k) {
    PoissonClass& c = all[static_cast<std::size_t>(k)];
    c.k = k;
    if (!c.unit.empty()) out.push_back(std::move(c));
  }
  return out;
}

/// A Poisson sample of the units but `without` in `out`; false as soon as it holds more than `most` units.
bool poisson(const std::vector<PoissonClass>& classes, std::int64_t without, std::size_t most, Random& random,
             std::vector<std::int64_t>& out) {
  out.clear();
  for (const PoissonClass& c : classes) {
    for (std::size_t begin = 0; begin < c.unit.size(); begin += 64) {
      const std::size_t width = std::min<std::size_t>(64, c.unit.size() - begin);
      std::uint64_t candidates = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
      for (int k = 0; k < c.k && candidates != 0; ++k) candidates &= random.next();
      for (; candidates != 0; candidates &= candidates - 1) {
        const std::size_t i = begin + static_cast<std::size_t>(std::countr_zero(candidates));
        if (random.uniform() >= c.keep[i] || c.unit[i] == without) continue;
        if (out.size() == most) return false;
        out.push_back(c.unit[i]);
      }
    }
  }
  return out.size() == most;
}

}  // namespace

std::vector<std::int64_t> draw_sampford(std::span<const double> p, Random& random) {
  return detail::with_certain(p, [&](const detail::Uncertain& rest) {
    std::vector<double> spread(rest.p.size());
    for (std::size_t i = 0; i < spread.size(); ++i) spread[i] = rest.p[i] * (1 - rest.p[i]);
    const detail::AliasTable first(spread);
    const std::vector<PoissonClass> classes = classes_of(rest.p);
    std::vector<std::int64_t> out;
    while (true) {
      const auto one = static_cast<std::int64_t>(first.draw(random));
      if (!poisson(classes, one, static_cast<std::size_t>(rest.n - 1), random, out)) continue;
      out.push_back(one);
      return out;
    }
  });
}

}  // namespace enkat
