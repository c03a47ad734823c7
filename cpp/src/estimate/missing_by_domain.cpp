#include "enkat/estimate/missing_by_domain.hpp"

#include <span>

namespace enkat {
namespace {

/// Calls `visit(row)` for every row without a value.
template <class Visit>
void each_missing(const Variable& variable, Visit&& visit) {
  const auto of_valid = [&](const std::vector<std::uint8_t>& valid) {
    for (std::size_t i = 0; i < valid.size(); ++i)
      if (!valid[i]) visit(i);
  };
  if (variable.number) return of_valid(variable.number->valid);
  if (variable.factor.options) return of_valid(variable.factor.options->answered);
  variable.factor.codes->visit([&]<class T>(std::span<const T> codes) {
    for (std::size_t i = 0; i < codes.size(); ++i)
      if (codes[i] == missing_code<T>) visit(i);
  });
}

}  // namespace

std::vector<std::int64_t> missing_by_domain(const Design& design, const Variable& variable, const Codes* by) {
  std::vector<std::int64_t> out(by ? static_cast<std::size_t>(by->levels()) : 1, 0);
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto counted = [&](std::size_t i) { return w[i] != 0 && (domain.empty() || domain[i]); };
  if (!by) {
    each_missing(variable, [&](std::size_t i) { out[0] += static_cast<std::int64_t>(counted(i)); });
    return out;
  }
  by->visit([&]<class T>(std::span<const T> group) {
    each_missing(variable, [&](std::size_t i) {
      if (counted(i) && group[i] != missing_code<T>) ++out[static_cast<std::size_t>(group[i])];
    });
  });
  return out;
}

}  // namespace enkat
