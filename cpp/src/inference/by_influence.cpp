#include "by_influence.hpp"

#include "../estimate/influence.hpp"

namespace enkat::detail {
namespace {

/// 1 where a row is in the domain and all columns are valid.
std::vector<std::uint8_t> complete(const Design& design, const std::vector<const Numbers*>& columns) {
  const std::span<const std::uint8_t> domain = design.domain();
  std::vector<std::uint8_t> out(static_cast<std::size_t>(design.rows()), 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = domain.empty() || domain[i];
    for (const Numbers* c : columns) out[i] &= c->valid.empty() || c->valid[i];
  }
  return out;
}

std::vector<double> used_weights(const Design& design, const std::vector<std::uint8_t>& used) {
  const std::span<const double> w = design.weights();
  std::vector<double> out(w.begin(), w.end());
  for (std::size_t i = 0; i < out.size(); ++i)
    if (!used[i]) out[i] = 0;
  return out;
}

}  // namespace

Estimates by_influence(const Design& design, const std::vector<const Numbers*>& columns, const Statistic1& statistic,
                       int threads) {
  const std::vector<std::uint8_t> used = complete(design, columns);
  const WithInfluence full = statistic(used_weights(design, used), true);
  const EstimateOptions options{nullptr, DesignEffect::none, threads};
  if (!design.replicates())
    return from_influence(design, {full.estimate}, {make_numbers(full.z, used, "the influence values")}, options);
  const std::vector<double> each = in_replicates(
      design, [&](const Design& d) { return std::vector<double>{statistic(used_weights(d, used), false).estimate}; },
      threads);
  const Numbers base = make_numbers(std::vector<double>(used.size(), 1), used, "the rows");
  return from_replicates(design, {full.estimate}, each, base, options);
}

}  // namespace enkat::detail
