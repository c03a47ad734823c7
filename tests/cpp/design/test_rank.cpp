#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "enkat/design/replicates.hpp"

namespace enkat {
namespace {

/// The Gram matrix, upper half, of a row-major matrix.
std::vector<double> gram(const std::vector<double>& x, std::size_t k) {
  std::vector<double> g(k * k, 0);
  for (std::size_t i = 0; i < x.size() / k; ++i)
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t b = a; b < k; ++b) g[a * k + b] += x[i * k + a] * x[i * k + b];
  return g;
}

TEST(Rank, columns_that_depend_on_earlier_ones_do_not_count) {
  // the third column is the sum of the first two, the fourth is zero
  const std::vector<double> x{1, 2, 3, 0, 0, 1, 1, 0, 2, 0, 2, 0, 1, 1, 2, 0, 5, 1, 6, 0};
  EXPECT_EQ(rank_of_columns(x, 5, 4), 2);
  EXPECT_EQ(rank_of_gram(gram(x, 4), 4), 2);
}

TEST(Rank, never_more_than_rows) {
  std::vector<double> x;
  for (int i = 0; i < 12; ++i)
    for (int j = 0; j < 30; ++j) x.push_back(1 + 1e-3 * std::sin(7.0 * (i + 1) * (j + 1)));
  EXPECT_EQ(rank_of_columns(x, 12, 30), 12);
}

TEST(Rank, columns_that_are_nearly_alike_are_told_apart) {
  // jackknife factors of 60 units: column j is 60/59, and 0 in row j; each adds little to those before
  std::vector<double> x;
  for (int i = 0; i < 60; ++i)
    for (int j = 0; j < 60; ++j) x.push_back((1 + 1e-4 * std::cos(5.0 * i * j)) * (i == j ? 0.999 : 1));
  EXPECT_EQ(rank_of_columns(x, 60, 60), 60);
}

}  // namespace
}  // namespace enkat
