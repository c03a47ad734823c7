#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enkat {

/// What a reader must know about a published figure. A figure without any mark is `ok`.
enum class Status : std::uint8_t {
  not_applicable,   ///< z
  not_available,    ///< x
  confidential,     ///< c: too few respondents, or it would give away a cell with too few
  unreliable,       ///< u: low reliability
  low,              ///< low: rounds to zero, not zero
  break_in_series,  ///< b
  provisional,      ///< p
  estimated,        ///< e
};

inline constexpr int status_kinds = 8;

/// The public code of a status; the one list that tables, files and method boxes use.
[[nodiscard]] constexpr std::string_view code_of(Status status) {
  constexpr std::string_view codes[status_kinds] = {"z", "x", "c", "u", "low", "b", "p", "e"};
  return codes[static_cast<int>(status)];
}

/// A set of statuses. Of z, x, c, u and low only the first present is printed, in this order.
class StatusSet {
 public:
  void add(Status status) { bits_ = static_cast<std::uint16_t>(bits_ | bit(status)); }
  [[nodiscard]] bool has(Status status) const { return (bits_ & bit(status)) != 0; }
  /// The codes to print: the leading one of z > x > c > u > low, then b, p, e; "ok" when there is none.
  [[nodiscard]] std::vector<std::string> codes() const;

 private:
  static constexpr std::uint16_t bit(Status s) { return static_cast<std::uint16_t>(1U << static_cast<unsigned>(s)); }
  std::uint16_t bits_ = 0;
};

/// What the estimate of a cell is. Shares are published as percentages, so that every file holds the same number.
enum class Measure : std::uint8_t { percent, count, mean, sd, nps, mean_rank };

[[nodiscard]] std::string_view name_of(Measure measure);

/// How a cell hangs together with the others of its table, which decides what hiding one of them implies.
enum class Role : std::uint8_t {
  answer,   ///< an inner cell: an option, a class, an item in first place
  net,      ///< the sum of the answers named in `parts`
  detail,   ///< a finer division of the answers, published only when none of it is unsafe
  summary,  ///< computed from all answers: mean, standard deviation, net promoter score
  apart,    ///< a count outside the base: no opinion, refused
};

[[nodiscard]] std::string_view name_of(Role role);

/// One published figure with everything known about it. An absent number is not printed.
struct Cell {
  std::string question = {};  ///< question id, or "question.row" of a matrix
  std::string row = {};       ///< option code, class, net; "" for a figure about the whole question
  std::string column = "total";
  Measure measure = Measure::percent;
  Role role = Role::answer;
  std::vector<std::string> parts = {};  ///< the rows a net adds up
  std::optional<double> estimate = {}, se = {}, ci_low = {}, ci_high = {};
  std::optional<std::int64_t> count = {};  ///< respondents in the cell, unweighted
  std::optional<std::int64_t> n = {};      ///< respondents the estimate uses, unweighted
  std::optional<double> n_weighted = {};   ///< their sum of weights
  std::optional<double> n_effective = {};  ///< effective base
  std::optional<std::int64_t> base = {};   ///< unweighted base to print
  StatusSet status = {};
  std::vector<std::string> reason = {};
};

}  // namespace enkat
