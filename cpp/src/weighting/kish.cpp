#include "enkat/weighting/kish.hpp"

namespace enkat {

Kish kish(std::span<const double> weights) {
  Kish k;
  for (const double w : weights) {
    k.n += w != 0;
    k.sum += w;
    k.sum_squares += w * w;
  }
  if (k.sum_squares > 0) k.n_effective = k.sum * k.sum / k.sum_squares;
  if (k.sum != 0) k.deff_kish = static_cast<double>(k.n) * k.sum_squares / (k.sum * k.sum);
  return k;
}

}  // namespace enkat
