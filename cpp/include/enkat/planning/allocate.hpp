#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace enkat {

/// How a sample is divided among strata: n_h in proportion to
enum class AllocationMethod {
  equal,         ///< 1
  proportional,  ///< N_h
  neyman,        ///< N_h S_h: the least variance of the overall mean for n
  optimal,       ///< N_h S_h / sqrt(c_h): the least variance for the money
  power,         ///< S_h / Ybar_h * X_h^q: Bankier's compromise between strata and the whole
};
/// The names above; "bankier" is "power". Throws for any other.
[[nodiscard]] AllocationMethod parse_allocation(std::string_view name);

/// What is known of the strata, one value each; empty where it is not needed.
struct PlannedStrata {
  std::span<const double> size;     ///< N_h, units
  std::span<const double> sd;       ///< S_h
  std::span<const double> mean;     ///< Ybar_h
  std::span<const double> cost;     ///< c_h of a unit
  std::span<const double> measure;  ///< X_h, importance; empty: the totals N_h |Ybar_h|
};

struct AllocationOptions {
  AllocationMethod method = AllocationMethod::proportional;
  double n = 0;                                        ///< units in all; 0: as many as `budget` pays for
  double budget = 0;                                   ///< sum of c_h n_h
  double exponent = 0.5;                               ///< q of `power`
  double least = 1;                                    ///< in every stratum (all of a smaller one)
  std::span<const double> minimum = {}, maximum = {};  ///< by stratum; empty: `least` and N_h
};

struct Allocation {
  std::vector<double> exact;    ///< before rounding
  std::vector<std::int64_t> n;  ///< whole numbers with the same sum
  double cost = 0;              ///< sum of c_h n_h; NaN without costs
  double se_mean = 0;           ///< sqrt(sum (N_h/N)^2 (1/n_h - 1/N_h) S_h^2); NaN without S_h
};

/// Divides a sample among strata.
///
///   n_h = min(u_h, max(l_h, k a_h)),   k such that sum n_h = n  (or sum c_h n_h = budget)
///
/// a_h as in AllocationMethod      l_h, u_h   least and largest size of a stratum; u_h at most N_h
///
/// With a_h of Neyman's this is the least variance under these bounds (Kuhn and Tucker). Rounded by largest remainders,
/// within the bounds; under a budget never over it.
/// Source: Neyman (1934), JRSS 97; Cochran (1977), 5.5, 5.8; Bankier (1988), The American Statistician 42; Stenger and
/// Gabler (2005), Metrika 61 (bounds).  Cost: O(strata log strata).
/// Throws enkat::Error (design) that names the stratum by its number from 1: a size that cannot be reached, a missing
/// or negative value.  Checked by: tests/cpp/planning/test_allocate.cpp, R's PracTools examples in docs/methods
[[nodiscard]] Allocation allocate(const PlannedStrata& strata, const AllocationOptions& options);

}  // namespace enkat
