#pragma once
#include <string>
#include <vector>

#include "enkat/inference/column_test.hpp"
#include "enkat/inference/multiplicity.hpp"

namespace enkat {

/// How the columns of a banner are compared.
enum class LetterMethod {
  design,               ///< the difference against its design variance
  dimensions,           ///< effective bases, pooled variance of shares; Welch for means
  dimensions_unpooled,  ///< the same, unpooled
};

[[nodiscard]] LetterMethod parse_letter_method(std::string_view name);

struct LetterOptions {
  LetterMethod method = LetterMethod::design;
  Adjustment adjust = Adjustment::benjamini_hochberg;
  double level = 0.05;         ///< a lower-case letter
  double strong_level = 0.01;  ///< a capital
  double min_effective = 30;   ///< no test where an effective base is smaller
  double min_expected = 5;     ///< nor where e p or e (1 - p) of a share is smaller
};

/// Whether a column may be tested: PUBLISHING.md section 5. `share` NaN: a mean.
[[nodiscard]] bool may_be_tested(double n_effective, double share, const LetterOptions& options);

/// One test of columns a < b of a banner group, within a line.
struct Comparison {
  std::size_t a = 0, b = 0;
  double difference = 0, se = 0;  ///< se only by design
  ColumnTest test;
  double p_adjusted = 0;
};

/// The letter of column k of a group: A ... Z, AA, AB, ...
[[nodiscard]] std::string letter_of(std::size_t k);

/// Adjusts p over the comparisons of one line in one group.
void adjust(std::vector<Comparison>& comparisons, Adjustment method);

/// What column k shows: the letters of the columns it is higher than, in lower case at `level`, capitals at
/// `strong_level`; letters of more than one character are set apart by spaces.
[[nodiscard]] std::string letters_of(std::size_t k, const std::vector<Comparison>& comparisons,
                                     const LetterOptions& options);
/// The same in words, for screen readers and data files: "higher than B, D"; empty where there are none.
[[nodiscard]] std::string letters_text(std::size_t k, const std::vector<Comparison>& comparisons,
                                       const LetterOptions& options);

}  // namespace enkat
