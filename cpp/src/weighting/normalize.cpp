#include "enkat/weighting/normalize.hpp"

#include "enkat/base/error.hpp"

namespace enkat {

Design normalize(const Design& design, const std::vector<double>& sums, const Codes* group) {
  const std::span<const double> d = design.weights();
  std::vector<std::int32_t> cell(d.size(), 0);
  std::vector<double> now(sums.size(), 0);
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (group) cell[i] = group->at(static_cast<std::int64_t>(i));
    if (d[i] == 0) continue;
    if (cell[i] < 0)
      throw Error(ErrorCode::design, "row " + std::to_string(i + 1) + " has none, expected one in every row", "by");
    now[static_cast<std::size_t>(cell[i])] += d[i];
  }
  std::vector<double> factor(sums.size(), 1);
  for (std::size_t k = 0; k < sums.size(); ++k) {
    if (now[k] == 0 && sums[k] == 0) continue;
    if (!(now[k] > 0 && sums[k] > 0))
      throw Error(
          ErrorCode::design,
          "weights that sum to " + std::to_string(now[k]) + " cannot be made to sum to " + std::to_string(sums[k]),
          "normalize");
    factor[k] = sums[k] / now[k];
  }
  return adjusted(design, Codes(cell, static_cast<std::int64_t>(sums.size())), factor, {"normalize", {}, 1});
}

}  // namespace enkat
