#include "enkat/table/numbers.hpp"

#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {

void finish_numbers(Numbers& numbers, const std::string& column) {
  double sum = 0;
  std::int64_t n = 0;
  const bool all = numbers.valid.empty();
  for (std::size_t i = 0; i < numbers.values.size(); ++i) {
    if (!all && !numbers.valid[i]) continue;
    sum += numbers.values[i];
    ++n;
  }
  if (!std::isfinite(sum)) {
    for (std::size_t i = 0; i < numbers.values.size(); ++i) {
      if ((!all && !numbers.valid[i]) || std::isfinite(numbers.values[i])) continue;
      throw Error(ErrorCode::data,
                  "row " + std::to_string(i + 1) + " holds " + (std::isnan(numbers.values[i]) ? "NaN" : "infinity") +
                      ", expected a finite number or a missing value; replace it or make it missing (null)",
                  "column '" + column + "'");
    }
  }
  numbers.centre = n > 0 && std::isfinite(sum) ? sum / static_cast<double>(n) : 0.0;
}

Numbers make_numbers(std::vector<double> values, std::vector<std::uint8_t> valid, const std::string& column) {
  Numbers out;
  auto owned = std::make_shared<std::vector<double>>(std::move(values));
  out.values = {owned->data(), owned->size()};
  out.owner = owned;
  out.valid = std::move(valid);
  finish_numbers(out, column);
  return out;
}

}  // namespace enkat
