#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "enkat/state/scanned_design.hpp"
#include "enkat/state/seen_groups.hpp"
#include "enkat/state/totals.hpp"

namespace enkat {

/// A variable of a chunk, whichever is set.
struct ScanColumn {
  const Numbers* number = nullptr;
  const Categories* categories = nullptr;
  const OptionSet* options = nullptr;
};

/// What a scan adds up.
///   variables   1 and each variable, the totals of means, totals and ratios: numbers, or indicators of levels
///   table       the cells of two variables, the totals of cross-tabs
enum class ScanKind : std::uint8_t { variables, table };

struct ScanSpec {
  ScanKind kind = ScanKind::variables;
  std::vector<LevelOrder> order;     ///< by variable; read where it has levels
  std::vector<LevelOrder> by_order;  ///< by domain variable
  std::string last = {};             ///< a level that stands last wherever it occurs: that of missing answers
  std::vector<double> centres = {};  ///< by variable, for numbers; empty: those of the first chunk
  bool complete_cases = false;       ///< rows that miss a variable do not count for the sizes of domains either
};

/// What a scan has found, in the order that reading all rows at once gives: levels sorted, domains that occur.
struct Scanned {
  Design design;  ///< without rows
  ScanKind kind = ScanKind::variables;
  std::shared_ptr<const Totals> totals = {};
  std::vector<std::shared_ptr<const Numbers>> numbers = {};        ///< by variable, nullptr or a number's centre
  std::vector<std::shared_ptr<const Categories>> categories = {};  ///< by variable, nullptr or its levels
  std::vector<std::shared_ptr<const OptionSet>> options = {};      ///< by variable, nullptr or its options
  bool grouped = false;
  std::vector<Categories> by = {};                     ///< levels of the domain variables
  std::vector<std::vector<std::int32_t>> member = {};  ///< by domain variable: the level of each domain
  std::vector<double> df = {};                         ///< by domain
  std::vector<std::int64_t> rows = {};                 ///< by domain: rows of non-zero weight
  std::vector<std::int64_t> missing = {};              ///< by variable: rows of non-zero weight without a value
  double design_df = 0;                                ///< of the whole subpopulation
  double table_df = 0;                                 ///< the same, rows of weight zero included
  std::int64_t domain_rows = 0;                        ///< rows of the subpopulation, whatever their weight
  std::int64_t weighted_rows = 0;                      ///< rows of the subpopulation with a weight other than zero
};

/// Totals of rows that come in chunks, of any size, and of parts of the data that were added up elsewhere.
///
/// Holds totals by cluster and domain, or moments by stratum where every row is a cluster, never rows: memory grows
/// with clusters x columns. Levels, clusters and domains may appear at any time. The same rows in the same order give
/// the same totals by cluster whatever the chunks; other numbers move by rounding, at most 1e-12.
class Scan {
 public:
  explicit Scan(ScanSpec spec) : spec_(std::move(spec)) {}

  /// Adds a chunk. `variables` and `by` are always the same ones. Throws enkat::Error as ScannedDesign::chunk does, and
  /// for totals over 1 GiB.
  void add(ScannedDesign& design, const ScanChunk& chunk, std::span<const ScanColumn> variables,
           std::span<const Categories* const> by);
  /// Adds what another scan of the same variables has found; `to` is what `design.merge(other_design)` gave.
  /// Throws enkat::Error (data) for other variables or centres.
  void merge(const ScannedDesign& design, const Scan& other, const Renumbering& to);

  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] Scanned finish(const ScannedDesign& design) const;

 private:
  struct Part {
    Block::Kind kind = Block::Kind::ones;
    int first = -1, second = -1;  ///< variables
  };
  struct Shape {
    std::int64_t units = 0, strata = 0, groups = 1, cells = 0;
    std::vector<std::int64_t> levels;  ///< by variable
  };
  struct Seen {                      ///< of one domain, or of all rows
    std::vector<std::uint8_t> unit;  ///< by last-stage unit, or by stratum where rows are units
    std::int64_t rows = 0;
    bool occurs = false;
  };
  void start(const ScannedDesign& design, std::span<const ScanColumn> variables, std::size_t by);
  [[nodiscard]] Shape shape(const ScannedDesign& design) const;
  [[nodiscard]] std::int64_t width(const Shape& s) const;
  [[nodiscard]] Totals empty(const Shape& s) const;
  [[nodiscard]] std::vector<std::int64_t> column_map(const Shape& from, const Shape& to,
                                                     const std::vector<std::vector<std::int32_t>>& level) const;
  void grow(const ScannedDesign& design);
  void mark(const Design& chunk, const Codes* group, std::span<const std::uint8_t> complete);
  void add_by_cell(const ScannedDesign& design, const Design& chunk, TotalsRequest request);
  void add_cell_sums(Totals& to, const Totals& ordered, const Totals& plain, std::span<const std::int32_t> place,
                     const Adjustments& adjustments) const;
  void grow_plain(Shape now, const std::vector<std::int64_t>& column);
  [[nodiscard]] Design with_moments(const Design& whole, const Totals& ordered,
                                    std::span<const std::int32_t> place) const;
  [[nodiscard]] double degrees(const Design& whole, const Seen& seen) const;

  ScanSpec spec_;
  bool started_ = false, own_units_ = false, occupied_ = false, one_hot_ = false;
  std::vector<Part> parts_;
  std::vector<SeenLevels> levels_;
  SeenGroups groups_;
  bool by_cell_ = false;  ///< adjusted weights of rows that are units: totals are by domain and cell
  SeenPairs pairs_;       ///< (domain, cell): the groups of the totals
  Totals plain_;          ///< the same with every weight 1
  std::vector<double> outside_first_, outside_second_;
  std::vector<OptionSet> options_;
  std::vector<int> type_;  ///< 0 number, 1 categories, 2 options
  std::vector<double> centre_;
  std::vector<std::int64_t> missing_;
  Shape shape_;
  Totals totals_;
  std::vector<Seen> domain_;
  Seen all_, any_weight_;
  std::int64_t rows_ = 0, domain_rows_ = 0;
};

}  // namespace enkat
