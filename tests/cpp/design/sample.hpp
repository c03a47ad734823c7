#pragma once
#include <random>
#include <string>
#include <vector>

#include "enkat/design/design.hpp"

// Small samples for the tests of the statistical layers.

namespace enkat::testing {

inline Categories categories(const std::vector<std::int32_t>& codes, std::vector<std::string> levels) {
  const auto n = static_cast<std::int64_t>(levels.size());
  return {Codes(codes, n), std::move(levels)};
}

inline Numbers numbers(std::vector<double> values, std::vector<std::uint8_t> valid = {}) {
  return make_numbers(std::move(values), std::move(valid), "test");
}

/// A stratified cluster sample with a number and two categories, the same for a seed.
struct Sample {
  Categories stratum, cluster, row, column;
  Numbers weight, y;

  explicit Sample(std::size_t n, unsigned seed = 1, int strata = 3, int clusters = 5) {
    std::mt19937_64 random(seed);
    std::vector<std::int32_t> h, c, a, b;
    std::vector<double> w, v;
    for (std::size_t i = 0; i < n; ++i) {
      h.push_back(static_cast<std::int32_t>(i) % strata);
      c.push_back(h.back() * clusters + static_cast<std::int32_t>(i / static_cast<std::size_t>(strata)) % clusters);
      a.push_back(static_cast<std::int32_t>(random() % 3));
      b.push_back(static_cast<std::int32_t>(random() % 2));
      w.push_back(1 + static_cast<double>(random() % 1000) / 250);
      v.push_back(static_cast<double>(random() % 10000) / 100);
    }
    const auto names = [](int count) {
      std::vector<std::string> out;
      for (int k = 0; k < count; ++k) out.push_back(std::to_string(k));
      return out;
    };
    stratum = categories(h, names(strata));
    cluster = categories(c, names(strata * clusters));
    row = categories(a, names(3));
    column = categories(b, names(2));
    weight = numbers(std::move(w));
    y = numbers(std::move(v));
  }

  [[nodiscard]] Design clustered() const { return {weight.size(), &weight, {{&cluster, &stratum, nullptr}}, {}}; }
  [[nodiscard]] Design independent() const { return {weight.size(), &weight, {{nullptr, &stratum, nullptr}}, {}}; }
};

}  // namespace enkat::testing
