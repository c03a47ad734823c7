#pragma once
#include <cstdint>
#include <vector>

namespace enkat {

/// A second phase drawn from the sample: rows in strata, n_h of N_h of the first phase, all with one probability.
struct TwoPhase {
  enum class Method { full, approx };
  Method method = Method::full;
  std::vector<std::uint8_t> in;        ///< by row: 1 in the second phase
  std::vector<std::int32_t> first;     ///< by row: stratum of the first phase
  std::vector<double> first_size;      ///< by stratum of the first phase: rows
  std::vector<double> first_fraction;  ///< by stratum of the first phase; 0 without fpc
  std::vector<std::int32_t> second;    ///< by row: stratum of the second phase
  std::vector<double> second_size;     ///< by stratum of the second phase: rows of the second phase
  std::vector<double> probability;     ///< by stratum of the second phase
};

}  // namespace enkat
