#include "enkat/weighting/margin.hpp"

#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

[[noreturn]] void fail(const Margin& m, const std::string& message) {
  throw Error(ErrorCode::design, message, "margin '" + m.name + "'");
}

}  // namespace

void check_margin(const Margin& m, std::span<const double> weights) {
  const Codes& codes = m.categories->codes;
  if (codes.size() != static_cast<std::int64_t>(weights.size()))
    fail(m, "has " + std::to_string(codes.size()) + " rows, expected " + std::to_string(weights.size()));
  std::vector<double> weight(m.targets.size(), 0);
  std::int64_t without = 0, first = -1;
  codes.visit([&]<class T>(std::span<const T> code) {
    for (std::size_t i = 0; i < code.size(); ++i) {
      if (weights[i] == 0) continue;
      if (code[i] == missing_code<T>) {
        if (without++ == 0) first = static_cast<std::int64_t>(i);
      } else {
        weight[code[i]] += weights[i];
      }
    }
  });
  if (without > 0)
    fail(m, std::to_string(without) + " rows have no category (the first is row " + std::to_string(first + 1) +
                "), expected one in every row; impute it or leave the rows out first");
  check_targets(m, weight);
}

void check_targets(const Margin& m, std::span<const double> weight) {
  for (std::size_t k = 0; k < weight.size(); ++k) {
    const std::string& level = m.categories->levels[k];
    const double target = m.targets[k];
    if (std::isnan(target)) {
      if (weight[k] != 0)
        fail(m, "the category '" + level + "' occurs in the data but has no target; give it one or leave its rows out");
      continue;
    }
    if (target < 0 || !std::isfinite(target))
      fail(m, "the target of '" + level + "' is " + std::to_string(target) + ", expected a number of at least 0");
    if (target > 0 && weight[k] == 0)
      fail(m, "the category '" + level + "' has a target of " + std::to_string(target) +
                  " but is absent from the sample; merge it with another category");
    if (target == 0 && weight[k] != 0)
      fail(m, "the category '" + level + "' has the target 0 but occurs in the data; leave its rows out");
  }
}

JointCells margin_cells(const std::vector<Margin>& margins, int threads) {
  std::vector<const Codes*> codes;
  for (const Margin& m : margins) codes.push_back(&m.categories->codes);
  return joint_cells(codes, threads);
}

}  // namespace enkat
