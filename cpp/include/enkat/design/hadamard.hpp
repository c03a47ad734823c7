#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace enkat {

/// A matrix of 1 and -1 with orthogonal columns, row-major; its first column is constant.
struct Hadamard {
  std::size_t order = 0;
  std::vector<std::int8_t> values;

  [[nodiscard]] int at(std::size_t i, std::size_t j) const { return values[i * order + j]; }
};

/// The smallest Hadamard matrix of at least `order` rows that Sylvester's doubling and Paley's two constructions give.
///
/// Source: Paley (1933), On orthogonal matrices, J. Math. Phys. 12.
[[nodiscard]] Hadamard hadamard(std::size_t order);

}  // namespace enkat
