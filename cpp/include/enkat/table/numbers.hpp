#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "enkat/table/codes.hpp"

namespace enkat {

/// A numeric column as an estimator reads it. `values` may point into a caller's buffer that `owner` keeps alive.
/// A row with valid == 0 is missing and its value is not read. Finite elsewhere.
struct Numbers {
  std::shared_ptr<const void> owner;
  std::span<const double> values;
  std::vector<std::uint8_t> valid;  ///< empty: every row is valid
  double centre = 0;                ///< a constant near the mean, fixed when the column is first read

  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(values.size()); }
};

/// A categorical column as an estimator reads it.
struct Categories {
  Codes codes;
  std::vector<std::string> levels;
};

/// A multi-select column as an estimator reads it: one bit per option and whether the question was answered.
struct OptionSet {
  std::vector<std::string> options;
  std::vector<std::uint64_t> words;    ///< row-major, (options + 63) / 64 words per row
  std::vector<std::uint8_t> answered;  ///< empty: every row

  [[nodiscard]] std::size_t words_per_row() const { return (options.size() + 63) / 64; }
};

/// Takes values (copied) and validity, checks that valid values are finite, and fixes the centre.
/// Throws enkat::Error (data) that names `column` and the first row that is not finite.
[[nodiscard]] Numbers make_numbers(std::vector<double> values, std::vector<std::uint8_t> valid,
                                   const std::string& column);

/// Finishes a Numbers whose values and valid are set: checks that they are finite and fixes the centre.
void finish_numbers(Numbers& numbers, const std::string& column);

}  // namespace enkat
