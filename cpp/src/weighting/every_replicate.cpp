#include "enkat/weighting/every_replicate.hpp"

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"

namespace enkat {

Design in_every_replicate(const Design& design, const std::function<Design(const Design&)>& adjust, int threads,
                          bool keep_degrees) {
  const Design sample = adjust(design.without_replicates());
  if (!design.replicates()) return sample;
  Replicates out = *design.replicates();
  const std::size_t k = out.size(), n = static_cast<std::size_t>(design.rows());
  out.factors.clear();
  out.df = keep_degrees ? std::optional(design.degrees_of_freedom()) : std::nullopt;
  out.weights.resize(n * k);
  for_blocks(static_cast<std::int64_t>(k), threads, [&](std::int64_t number) {
    const auto r = static_cast<std::size_t>(number);
    try {
      const Design adjusted = adjust(design.with_replicate(r));
      const std::span<const double> w = adjusted.weights();
      for (std::size_t i = 0; i < n; ++i) out.weights[i * k + r] = w[i];
    } catch (const Error& e) {
      throw Error(e.code(), std::string(e.what()) + " (in replicate " + std::to_string(r + 1) + ")");
    }
  });
  return sample.with_replicates(std::move(out));
}

}  // namespace enkat
