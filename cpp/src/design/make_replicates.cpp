#include "enkat/design/make_replicates.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "enkat/base/error.hpp"
#include "enkat/design/hadamard.hpp"

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& where) {
  throw Error(ErrorCode::design, message, where);
}

/// The units of each stratum of a stage, in order.
std::vector<std::vector<std::size_t>> members(const Stage& s) {
  std::vector<std::vector<std::size_t>> out(s.strata());
  for (std::size_t u = 0; u < s.units(); ++u) out[static_cast<std::size_t>(s.stratum[u])].push_back(u);
  return out;
}

void refuse_lonely(const Design& d, const std::string& kind) {
  const Lonely option = d.options().lonely;
  if (option == Lonely::remove || option == Lonely::certainty) return;
  const Stage& s = d.stages().front();
  for (std::size_t h = 0; h < s.strata(); ++h)
    if (s.lonely(h))
      fail("stratum '" + s.label[h] + "' has one sampled cluster, so " + kind +
               " has nothing to leave out or draw; merge it with a neighbour, or choose lonely='certainty' or 'remove'",
           "lonely");
}

Replicates jk1(const Design& d) {
  const Stage& s = d.stages().front();
  if (s.strata() != 1)
    fail("JK1 is for designs without strata, this one has " + std::to_string(s.strata()) + "; use JKn", "kind");
  refuse_lonely(d, "JK1");
  const std::size_t n = s.units();
  const auto size = static_cast<double>(n);
  Replicates r{"JK1", (size - 1) / size * (1 - s.fraction[0]), std::vector<double>(n, 1), false, {}, {}};
  r.factors.assign(n * n, size / (size - 1));
  for (std::size_t u = 0; u < n; ++u) r.factors[u * n + u] = 0;
  return r;
}

Replicates jkn(const Design& d) {
  const Stage& s = d.stages().front();
  refuse_lonely(d, "JKn");
  const auto strata = members(s);
  // a stratum sampled completely varies in no sample: nothing is left out there
  const bool all_complete = std::all_of(s.fraction.begin(), s.fraction.end(), [](double f) { return f >= 1; });
  const auto varies = [&](std::size_t h) { return strata[h].size() > 1 && (s.fraction[h] < 1 || all_complete); };
  Replicates r{"JKn", 1, {}, false, {}, {}};
  for (std::size_t h = 0; h < s.strata(); ++h) {
    const auto n = static_cast<double>(strata[h].size());
    if (varies(h)) r.rscales.insert(r.rscales.end(), strata[h].size(), (n - 1) / n * (1 - s.fraction[h]));
  }
  const std::size_t k = r.size();
  r.factors.assign(s.units() * k, 1);
  std::size_t at = 0;
  for (std::size_t h = 0; h < s.strata(); ++h) {
    if (!varies(h)) continue;
    const auto& units = strata[h];
    const auto n = static_cast<double>(units.size());
    for (const std::size_t left_out : units) {
      for (const std::size_t u : units) r.factors[u * k + at] = u == left_out ? 0 : n / (n - 1);
      ++at;
    }
  }
  return r;
}

/// BRR is Fay's method with rho = 0.
Replicates half_samples(const Design& d, const std::string& kind, double rho) {
  const Stage& s = d.stages().front();
  const auto strata = members(s);
  for (std::size_t h = 0; h < s.strata(); ++h)
    if (strata[h].size() != 2)
      fail("stratum '" + s.label[h] + "' has " + std::to_string(strata[h].size()) + " clusters, but " + kind +
               " needs two in every stratum; pair clusters into pseudo-strata, or use JKn or bootstrap",
           "kind");
  const Hadamard a = hadamard(s.strata() + 1);
  Replicates r{kind, 1, {}, false, {}, {}};
  set_default_scales(r, a.order, rho);
  r.factors.assign(s.units() * a.order, 0);
  for (std::size_t h = 0; h < s.strata(); ++h)
    for (std::size_t k = 0; k < a.order; ++k) {
      const bool first = a.at(k, h + 1) > 0;  // the constant column would double the same half every time
      r.factors[strata[h][0] * a.order + k] = first ? 2 - rho : rho;
      r.factors[strata[h][1] * a.order + k] = first ? rho : 2 - rho;
    }
  return r;
}

/// a_[i+1,r] - a_[i+2,r] of the rows of a Hadamard matrix, wrapping round after the last.
Replicates successive_differences(const Design& d) {
  const std::size_t n = d.stages().front().units();
  const Hadamard a = hadamard(std::min<std::size_t>(n + 2, 160));
  Replicates r{"successive-difference", 1, {}, false, {}, {}};
  set_default_scales(r, a.order, 0);
  r.factors.assign(n * a.order, 0);
  for (std::size_t u = 0; u < n; ++u)
    for (std::size_t k = 0; k < a.order; ++k) {
      const std::size_t one = 1 + u % (a.order - 1), two = 1 + (u + 1) % (a.order - 1);
      r.factors[u * a.order + k] = 1 + std::pow(2.0, -1.5) * (a.at(one, k) - a.at(two, k));
    }
  return r;
}

/// A whole number in [0, n), the same on every platform.
std::size_t draw(std::mt19937_64& engine, std::size_t n) {
  return static_cast<std::size_t>((static_cast<double>(engine() >> 11) * 0x1p-53) * static_cast<double>(n));
}

std::mt19937_64 engine_of(std::uint64_t seed, std::size_t replicate) {
  std::seed_seq both{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                     static_cast<std::uint32_t>(replicate)};
  return std::mt19937_64(both);
}

/// How often each of n units is drawn in m draws with replacement.
std::vector<int> draws(std::mt19937_64& engine, std::size_t n, std::size_t m) {
  std::vector<int> count(n, 0);
  for (std::size_t k = 0; k < m; ++k) ++count[draw(engine, n)];
  return count;
}

/// Factors of one stratum of n units under one replicate.
using StratumDraw = std::vector<double> (*)(std::mt19937_64&, std::size_t n, double fraction);

std::vector<double> rao_wu(std::mt19937_64& engine, std::size_t n, double fraction) {
  const auto size = static_cast<double>(n), m = size - 1;
  const double lambda = std::sqrt(m * (1 - fraction) / (size - 1));
  std::vector<double> f;
  for (const int c : draws(engine, n, n - 1)) f.push_back(1 - lambda + lambda * size / m * c);
  return f;
}

std::vector<double> mccarthy_snowden(std::mt19937_64& engine, std::size_t n, double fraction) {
  const auto size = static_cast<double>(n);
  const double wanted = (size - 1) / (1 - fraction);
  auto m = static_cast<std::size_t>(wanted);
  // between m and m + 1 draws: the variance is an average of (1/m), so that is what is interpolated
  const double low = 1.0 / static_cast<double>(m), high = 1.0 / static_cast<double>(m + 1);
  const double up = m > 0 ? (low - 1 / wanted) / (low - high) : 1.0;
  if (static_cast<double>(engine() >> 11) * 0x1p-53 < up) ++m;
  std::vector<double> f;
  for (const int c : draws(engine, n, m)) f.push_back(size / static_cast<double>(m) * c);
  return f;
}

Replicates with_replacement(const Design& d, const ReplicateOptions& o, const std::string& kind, StratumDraw method) {
  const Stage& s = d.stages().front();
  refuse_lonely(d, kind);
  const auto strata = members(s);
  const auto k = static_cast<std::size_t>(o.count);
  Replicates r{"bootstrap", 1, {}, false, {}, {}};
  set_default_scales(r, k, 0);
  r.kind = kind;
  r.factors.assign(s.units() * k, 1);
  for (std::size_t b = 0; b < k; ++b) {
    std::mt19937_64 engine = engine_of(o.seed, b);
    for (std::size_t h = 0; h < s.strata(); ++h) {
      if (strata[h].size() < 2 || s.fraction[h] >= 1) continue;
      const std::vector<double> f = method(engine, strata[h].size(), s.fraction[h]);
      for (std::size_t i = 0; i < f.size(); ++i) r.factors[strata[h][i] * k + b] = f[i];
    }
  }
  return r;
}

/// floor(n/2) of n units drawn without replacement: 1 for those drawn.
std::vector<int> half_of(std::mt19937_64& engine, std::size_t n) {
  std::vector<int> in(n, 0);
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  for (std::size_t i = 0; i < n / 2; ++i) {
    std::swap(order[i], order[i + draw(engine, n - i)]);
    in[order[i]] = 1;
  }
  return in;
}

/// Preston (2009), Rescaled bootstrap for stratified multistage sampling, Survey Methodology 35, section 3:
///   w* = w (1 + sum over stages of l_s product over the stages before of sqrt(n/n') d  times (n_s/n_s' d_s - 1)),
///   l_s = sqrt(n_s' f_1 ... f_(s-1) (1 - f_s) / (n_s - n_s'))
Replicates preston(const Design& d, const ReplicateOptions& o) {
  refuse_lonely(d, "preston");
  const std::vector<Stage>& stages = d.stages();
  const auto k = static_cast<std::size_t>(o.count);
  Replicates r{"bootstrap", 1, {}, false, {}, {}};
  set_default_scales(r, k, 0);
  r.kind = "preston";
  r.factors.assign(stages.back().units() * k, 1);
  for (std::size_t b = 0; b < k; ++b) {
    std::mt19937_64 engine = engine_of(o.seed, b);
    std::vector<double> sum(1, 0), root(1, 1), fraction(1, 1);  // by unit of the stage before
    for (std::size_t s = 0; s < stages.size(); ++s) {
      const Stage& stage = stages[s];
      std::vector<double> next_sum(stage.units()), next_root(stage.units()), next_fraction(stage.units());
      const auto strata = members(stage);
      for (std::size_t h = 0; h < strata.size(); ++h) {
        const std::size_t n = strata[h].size();
        const std::vector<int> in = half_of(engine, n);
        const auto m = static_cast<double>(n / 2), size = static_cast<double>(n);
        for (std::size_t i = 0; i < n; ++i) {
          const std::size_t u = strata[h][i];
          const std::size_t up = s == 0 ? 0 : static_cast<std::size_t>(stage.parent[u]);
          const double lambda = n > 1 ? std::sqrt(m * fraction[up] * (1 - stage.fraction[h]) / (size - m)) : 0;
          const double times = n > 1 ? size / m * in[i] : 1;
          next_sum[u] = sum[up] + lambda * root[up] * (times - 1);
          next_root[u] = root[up] * (n > 1 ? std::sqrt(size / m) * in[i] : 1);
          next_fraction[u] = fraction[up] * stage.fraction[h];
        }
      }
      sum = std::move(next_sum);
      root = std::move(next_root);
      fraction = std::move(next_fraction);
    }
    for (std::size_t u = 0; u < sum.size(); ++u) r.factors[u * k + b] = 1 + sum[u];
  }
  return r;
}

Replicates made(const Design& d, const std::string& kind, const ReplicateOptions& o) {
  if (kind == "JK1") return jk1(d);
  if (kind == "JKn") return jkn(d);
  if (kind == "BRR" || kind == "Fay") return half_samples(d, kind, kind == "Fay" ? o.rho : 0.0);
  if (kind == "successive-difference") return successive_differences(d);
  if (kind == "bootstrap") return with_replacement(d, o, kind, rao_wu);
  if (kind == "mccarthy-snowden") return with_replacement(d, o, kind, mccarthy_snowden);
  if (kind == "preston") return preston(d, o);
  fail("found '" + kind +
           "', expected auto, JK1, JKn, BRR, Fay, bootstrap, mccarthy-snowden, preston or successive-difference",
       "kind");
}

}  // namespace

Design to_replicates(const Design& design, const ReplicateOptions& options) {
  if (design.replicates()) fail("the design has replicates already", "to_replicates");
  if (options.count < 2) fail("count is " + std::to_string(options.count) + ", expected at least 2", "count");
  std::string kind = options.kind;
  if (kind == "auto") kind = design.stages().front().strata() == 1 ? "JK1" : "JKn";
  const Design base = kind == "preston" ? design : design.first_stage();
  Replicates r = made(base, kind, options);
  r.mse = options.mse;
  return base.with_replicates(std::move(r));
}

}  // namespace enkat
