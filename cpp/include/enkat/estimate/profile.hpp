#pragma once
#include <cstdint>
#include <vector>

#include "enkat/estimate/estimates.hpp"

namespace enkat {

/// What a share is taken of: the respondents of its column, those of its line in the whole, the whole, or the answers
/// of its column (`ProfileLine::base` then sums the options).
enum class PercentBase : std::uint8_t { column, row, total };

/// A line of a profile, a ratio of two sums over the columns z of the row variable, in every column c of the banner:
///
///   theta_lc = shift + sum_z a_z T_zc / sum_z b_z T_zc,     T_zc = sum of w z over the respondents of column c
///
/// z are the indicators of the row variable's categories or options, then 1 for whoever answered; of a number they are
/// its centred value, the square of that where it is asked for, then 1.
struct ProfileLine {
  std::vector<double> numerator;  ///< a, by z
  std::vector<double> base;       ///< b, by z: 0 or 1
  double shift = 0;
  bool share = true;  ///< takes the percent base of the request, and counts respondents
};

/// One question over the columns of one banner.
struct ProfileRequest {
  Variable row;
  const Numbers* square = nullptr;  ///< of a number: (y - centre)^2 by row, where a line needs it
  Factor column;                    ///< every row of the design has a level: one who is in no column has a spare one
  /// The levels that each column adds up; of options it is one each. The last column is the whole.
  std::vector<std::vector<std::int32_t>> columns;
  std::vector<ProfileLine> lines;
  PercentBase percent = PercentBase::column;
  bool differences = true;  ///< variances of the differences between columns
  bool overlaps = false;    ///< effective bases of the respondents that two columns share
  int threads = 0;
};

/// Who answered the question in a column: respondents, their weights, (sum w)^2 / sum w^2, degrees of freedom.
struct ProfileBase {
  std::int64_t n = 0;
  double n_weighted = 0, n_effective = 0, df = 0;
};

/// Estimates by line * columns + column, and what comparing columns needs by line.
struct Profile {
  std::size_t lines = 0, columns = 0;
  std::vector<double> estimate, se, df, n_weighted, n_effective;
  std::vector<std::int64_t> n, count;
  std::vector<ProfileBase> answered;        ///< by column
  std::vector<double> difference_variance;  ///< (line, a, b): Var(theta_la - theta_lb); empty when not asked for
  std::vector<double> overlap;              ///< (a, b): (sum w)^2 / sum w^2 of who is in both; empty likewise

  [[nodiscard]] std::size_t at(std::size_t line, std::size_t column) const { return line * columns + column; }
  [[nodiscard]] double variance_between(std::size_t line, std::size_t a, std::size_t b) const {
    return difference_variance[(line * columns + a) * columns + b];
  }
};

/// Estimates every line in every column, each with the variance of its difference from the same line in another:
///
///   u_i = w_i 1{i in a} (y_i - theta_a) / W_a - w_i 1{i in b} (y_i - theta_b) / W_b,     Var = design variance of sum
///   u_i
///
/// One formula for columns that are disjoint, overlap, contain each other or come from the same respondents; what the
/// design knows (strata, clusters, fpc, weight adjustments, replicates) is in it.
/// Cost: one pass over the rows; lines x columns^2 x units, never the covariance of the whole book.
/// Source: Woodruff (1971), JASA 66; PUBLISHING.md section 5.  Checked by: tests/reference/test_letters_by_hand.py
[[nodiscard]] Profile profile(const Design& design, const ProfileRequest& request);
/// The same of categories over categories from the totals of their pairs, where a caller has them (state/unit_rows).
[[nodiscard]] Profile profile(const Design& design, const ProfileRequest& request, Totals pairs);

}  // namespace enkat
