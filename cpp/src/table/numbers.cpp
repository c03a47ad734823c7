#include "enkat/table/numbers.hpp"

#include <array>
#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {

void finish_numbers(Numbers& numbers, const std::string& column) {
  const bool all = numbers.valid.empty();
  const std::size_t rows = numbers.values.size();
  std::array<double, 4> part{};  // four sums side by side do not wait for one another
  std::int64_t n = static_cast<std::int64_t>(rows);
  if (all) {
    std::size_t i = 0;
    for (; i + 4 <= rows; i += 4)
      for (std::size_t k = 0; k < 4; ++k) part[k] += numbers.values[i + k];
    for (; i < rows; ++i) part[0] += numbers.values[i];
  } else {
    n = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      if (!numbers.valid[i]) continue;
      part[i % 4] += numbers.values[i];
      ++n;
    }
  }
  const double sum = (part[0] + part[1]) + (part[2] + part[3]);
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
