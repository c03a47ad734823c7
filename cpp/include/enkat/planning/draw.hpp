#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "enkat/base/random.hpp"

namespace enkat {

// Draws of units 0 .. N-1 of one population; each result is in rising order. `p` are inclusion probabilities in (0, 1]
// that sum to a whole number n (for `draw_poisson` to any number), as `inclusion_probabilities` makes them; units with
// p = 1 are always drawn. Only comparisons and the four operations: the same sample on every platform.
// Checked by: tests/cpp/planning/test_draw.cpp (exact probabilities of all samples of small populations).

/// Probabilities of a fixed-size sample in proportion to size: n x_i / sum x; a unit that would have 1 or more is taken
/// with certainty, and the others share what is left, until none is over 1.
/// Source: Saerndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, 3.6.
/// Throws enkat::Error (data) for a size that is not over 0 (its row from 1); (design) n not whole or over N.
[[nodiscard]] std::vector<double> inclusion_probabilities(std::span<const double> size, std::int64_t n);

/// Every set of n of `population` units alike: one pass, each unit drawn with (still to draw)/(still to come).
/// Source: Fan, Muller and Rezucha (1962), JASA 57, method 1.
[[nodiscard]] std::vector<std::int64_t> draw_simple(std::int64_t population, std::int64_t n, Random& random);

/// Every k-th unit from a random start, for any N/n: units floor((r + j N)/n), j = 0 .. n-1, r uniform on 0 .. N-1;
/// every unit has probability n/N exactly. Source: Murthy (1967), Sampling Theory and Methods; Cochran (1977), 8.1.
[[nodiscard]] std::vector<std::int64_t> draw_systematic(std::int64_t population, std::int64_t n, Random& random);

/// Systematic with unequal probabilities: the units in whose stretch of the cumulated p the points u, u + 1, ... fall.
/// Source: Madow (1949), Annals of Mathematical Statistics 20.
[[nodiscard]] std::vector<std::int64_t> draw_pps_systematic(std::span<const double> p, Random& random);
/// The same after the units were put in random order, so that joint probabilities are about Hartley and Rao's.
/// Source: Hartley and Rao (1962), Annals of Mathematical Statistics 33.
[[nodiscard]] std::vector<std::int64_t> draw_pps_random_systematic(std::span<const double> p, Random& random);

/// Sampford's design, P(s) in proportion to  prod_{i in s} p_i/(1-p_i)  sum_{i in s} (1-p_i).
/// One unit j is drawn in proportion to p_j (1-p_j), and of the others a Poisson sample, until it has n-1 units: summed
/// over the units j of s that is  sum p_j (1-p_j) prod_{i in s} p_i/(1-p_i) / p_j,  the above.
/// Source: Sampford (1967), Biometrika 54; Bondesson, Traat and Lundqvist (2006), Scandinavian J. of Statistics 33.
/// Cost: about sqrt(sum p (1-p)) tries, each O(draws); classes of p by powers of two keep a try short for small p.
[[nodiscard]] std::vector<std::int64_t> draw_sampford(std::span<const double> p, Random& random);

/// Brewer's method, unit by unit; at draw k of n, a the sum of p of those drawn:
///
///   P(i) in proportion to  p_i (n - a - p_i)/(n - a - p_i (n - k + 1))
///
/// Drawn by rejection from p_i/(1-p_i), which is never less: (s - p)/(s - r p) <= 1/(1-p) as s >= r.
/// Source: Brewer (1975), Australian Journal of Statistics 17; Tille (2006), Sampling Algorithms, 6.
[[nodiscard]] std::vector<std::int64_t> draw_brewer(std::span<const double> p, Random& random);

/// Every unit on its own with its probability; the size is random. Source: Hajek (1981).
[[nodiscard]] std::vector<std::int64_t> draw_poisson(std::span<const double> p, Random& random);

}  // namespace enkat
