#include "enkat/design/hadamard.hpp"

#include <optional>

namespace enkat {
namespace {

bool is_prime(std::size_t q) {
  if (q < 3 || q % 2 == 0) return false;
  for (std::size_t d = 3; d * d <= q; d += 2)
    if (q % d == 0) return false;
  return true;
}

/// Quadratic character of the residues modulo an odd prime: 0 at 0, 1 for squares, -1 otherwise.
std::vector<std::int8_t> characters(std::size_t q) {
  std::vector<std::int8_t> chi(q, -1);
  chi[0] = 0;
  for (std::size_t x = 1; x < q; ++x) chi[x * x % q] = 1;
  return chi;
}

/// The bordered Jacobsthal matrix of order q + 1: zeros on the diagonal, skew for q = 3 mod 4, else symmetric.
std::vector<std::int8_t> conference(std::size_t q) {
  const std::size_t n = q + 1;
  const auto chi = characters(q);
  std::vector<std::int8_t> s(n * n, 0);
  for (std::size_t j = 1; j < n; ++j) {
    s[j] = 1;
    s[j * n] = q % 4 == 3 ? -1 : 1;
    for (std::size_t k = 1; k < n; ++k) s[j * n + k] = chi[(j + q - k) % q];
  }
  return s;
}

Hadamard paley_one(std::size_t q) {
  Hadamard h{q + 1, conference(q)};
  for (std::size_t i = 0; i < h.order; ++i) h.values[i * h.order + i] = 1;
  return h;
}

Hadamard paley_two(std::size_t q) {
  const std::size_t n = q + 1;
  const auto s = conference(q);
  Hadamard h{2 * n, std::vector<std::int8_t>(4 * n * n)};
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const int v = s[i * n + j], one = i == j ? 1 : 0;
      const auto set = [&](std::size_t a, std::size_t b, int x) {
        h.values[(2 * i + a) * h.order + 2 * j + b] = static_cast<std::int8_t>(x);
      };
      set(0, 0, v + one);
      set(0, 1, v - one);
      set(1, 0, v - one);
      set(1, 1, -v - one);
    }
  return h;
}

Hadamard doubled(const Hadamard& h) {
  Hadamard out{2 * h.order, std::vector<std::int8_t>(4 * h.order * h.order)};
  for (std::size_t i = 0; i < out.order; ++i)
    for (std::size_t j = 0; j < out.order; ++j) {
      const int sign = i >= h.order && j >= h.order ? -1 : 1;
      out.values[i * out.order + j] = static_cast<std::int8_t>(sign * h.at(i % h.order, j % h.order));
    }
  return out;
}

std::optional<Hadamard> constructed(std::size_t n) {
  if (n == 1) return Hadamard{1, {1}};
  if (n == 2) return doubled({1, {1}});
  if (n % 4 != 0) return std::nullopt;
  if ((n - 1) % 4 == 3 && is_prime(n - 1)) return paley_one(n - 1);
  if ((n / 2 - 1) % 4 == 1 && is_prime(n / 2 - 1)) return paley_two(n / 2 - 1);
  const auto half = constructed(n / 2);
  return half ? std::optional<Hadamard>(doubled(*half)) : std::nullopt;
}

/// Signs of the rows turned so that the first column is 1.
void normalise(Hadamard& h) {
  for (std::size_t i = 0; i < h.order; ++i)
    if (h.at(i, 0) < 0)
      for (std::size_t j = 0; j < h.order; ++j) h.values[i * h.order + j] = static_cast<std::int8_t>(-h.at(i, j));
}

}  // namespace

Hadamard hadamard(std::size_t order) {
  for (std::size_t n = order;; ++n)
    if (auto h = constructed(n)) {
      normalise(*h);
      return *h;
    }
}

}  // namespace enkat
