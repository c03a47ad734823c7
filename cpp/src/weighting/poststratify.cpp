#include "enkat/weighting/poststratify.hpp"

namespace enkat {

Design poststratify(const Design& design, const Margin& margin) {
  const std::span<const double> d = design.weights();
  check_margin(margin, d);
  const Codes& classes = margin.categories->codes;
  const auto n = static_cast<std::size_t>(classes.levels());
  std::vector<double> sum(n, 0), factor(n, 1);
  classes.visit([&](auto code) {
    for (std::size_t i = 0; i < code.size(); ++i)
      if (d[i] != 0) sum[code[i]] += d[i];
    for (std::size_t k = 0; k < n; ++k)
      if (sum[k] != 0) factor[k] = margin.targets[k] / sum[k];
  });
  AdjustmentStep step;
  step.classes = static_cast<std::int32_t>(n);
  for (std::int32_t k = 0; k < step.classes; ++k) step.class_of_cell.push_back(k);
  step.before.assign(n, 1);
  step.after = factor;
  return adjusted(design, classes, factor, {"poststratify", {std::move(step)}, 1});
}

}  // namespace enkat
