#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/profile.hpp"
#include "enkat/tables/cell.hpp"
#include "enkat/tables/letters.hpp"

namespace enkat {

/// A line of a banner's table.
struct BannerLine {
  std::string name;
  Measure measure = Measure::percent;      ///< percent, mean, sd or nps
  Role role = Role::answer;                ///< answer, net or summary
  std::vector<std::int32_t> levels = {};   ///< percent: any of these chosen; nps: promoters
  std::vector<std::int32_t> against = {};  ///< nps: detractors
  bool fixed = false;                      ///< keeps its place, after the sorted ones: other, none, don't know
};

enum class Sort : std::uint8_t { none, descending, ascending };

/// A question that stands at the side: its lines, computed from categories, options or a number.
struct BannerRow {
  std::string name;
  Variable variable;
  std::vector<BannerLine> lines;
  std::vector<double> values = {};  ///< of categories: the number of each level for mean and sd; NaN: none
  Sort sort = Sort::none;           ///< of the answers, by the whole
};

/// A column: who has, in every variable of the group, one of the levels named for it.
struct BannerColumn {
  std::string name;
  std::vector<std::vector<std::int32_t>> levels;  ///< by variable of the group
};

/// A banner: columns that are compared with one another. Several variables are nested in one another.
struct BannerGroup {
  std::string name;
  std::vector<Factor> variables;
  std::vector<BannerColumn> columns;
};

/// Every level of one variable, or the combinations of several that occur in the design's domain; `names` by variable
/// and level.
[[nodiscard]] std::vector<BannerColumn> banner_columns(const Design& design, const std::vector<Factor>& variables,
                                                       const std::vector<std::vector<std::string>>& names);

struct BannerOptions {
  PercentBase percent = PercentBase::column;
  bool answers = false;        ///< shares of all answers given in place of respondents (multi-select)
  bool compare = true;         ///< letters
  bool compare_total = false;  ///< each column against the whole
  LetterOptions letters = {};
  std::int64_t min_base = 0;  ///< columns with fewer respondents show no figures
  IntervalMethod interval = IntervalMethod::logit;
  double level = 0.95;
  int threads = 0;
};

/// One figure of the book.
struct BannerFigure {
  double estimate = 0, se = 0, ci_low = 0, ci_high = 0, df = 0;  ///< shares as proportions, NaN when hidden
  std::int64_t count = 0, n = 0;
  double n_weighted = 0, n_effective = 0;
  std::string letters = {}, text = {};  ///< see letters_of and letters_text
  int against_total = 0;                ///< 1 or 2: higher than the whole at `level`, `strong_level`; negative: lower
};

/// A comparison that was made: of columns of the book, within a line.
struct BannerComparison {
  std::size_t line = 0, first = 0, second = 0;
  double difference = 0, se = 0;
  ColumnTest test = {};
  double p_adjusted = 0;
};

/// The table of one question: figures by line * columns + column.
struct BannerTable {
  std::string name;
  std::vector<BannerLine> lines;
  std::vector<std::size_t> order;    ///< of the lines, as they are printed
  std::vector<ProfileBase> bases;    ///< by column: who answered
  std::vector<std::uint8_t> hidden;  ///< by column: 1 where the base is too small
  std::vector<BannerFigure> figures;
  std::vector<BannerComparison> comparisons;
};

/// A column of the book; the first is the whole, in no group.
struct BannerHead {
  std::int64_t group = -1;
  std::string name, letter;
};

struct Banner {
  std::vector<BannerHead> columns;
  std::vector<BannerTable> tables;
};

/// A banner book: every row question over every banner, with bases and significance letters, in one call.
///
/// The whole is every respondent of the question in the design's domain, in a column of a banner or not.
/// Cost: a pass over the rows for every question and group, then lines x columns^2 x units of each.
/// Source: PUBLISHING.md section 5.  Checked by: tests/reference/test_letters_by_hand.py, tests/golden/own
[[nodiscard]] Banner banner(const Design& design, const std::vector<BannerRow>& rows,
                            const std::vector<BannerGroup>& groups, const BannerOptions& options = {});

}  // namespace enkat
