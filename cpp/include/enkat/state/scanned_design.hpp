#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/state/seen_groups.hpp"

namespace enkat {

/// Some rows of data that are read in chunks. Nothing is kept of them.
struct ScanChunk {
  std::int64_t rows = 0;
  const Numbers* weights = nullptr;           ///< nullptr: 1 for every row
  std::vector<StageColumns> stages;           ///< as a Design takes them; the columns that `needs` names
  std::span<const std::uint8_t> domain = {};  ///< 1: in the subpopulation; empty: every row
  std::vector<const Categories*> cells = {};  ///< of an adjusted design: the columns of its cells
};

/// Which columns a stage of the design has.
struct ScanStage {
  bool clusters = false, strata = false, fpc = false;
};

/// The numbers under which one design knows the strata and units of another.
struct Renumbering {
  std::vector<std::int32_t> unit, stratum;
};

/// A sampling design whose rows are read in chunks: strata, clusters and fpc as far as they have been seen.
///
/// A first pass over all rows collects them; `settle` says that it is complete. Memory grows with strata and clusters,
/// never with rows: where every row is a cluster of its own, strata are counted only.
class ScannedDesign {
 public:
  /// Throws enkat::Error (design) for what a scan cannot keep: single rows sampled within clusters that have an fpc,
  /// and weights to be made from an fpc.
  ScannedDesign(DesignOptions options, std::vector<ScanStage> stages, bool weighted);

  /// The chunk as a design whose units have the numbers of this one. Throws enkat::Error (design) for a weight that is
  /// negative or missing, a row without stratum or cluster, a cluster in two strata and an fpc that differs in a
  /// stratum; rows are counted from the first of the pass.
  [[nodiscard]] Design chunk(const ScanChunk& chunk);
  /// A pass begins: rows are counted from 1 again.
  void begin();
  /// The pass that ends now has seen every row.
  void settle() { settled_ = cells_settled_ = true; }
  [[nodiscard]] bool settled() const { return settled_; }

  /// The same sample with weights that were adjusted on classes (raking, post-stratification). `cells` is a design with
  /// a row for each joint cell of some columns and the cell's weight, after its adjustment; `columns` are those
  /// columns. The next pass adds up weights by cluster and cell, what the residuals of its variance need. Throws
  /// enkat::Error (design) for a sample that has not been read completely, and for adjustments not on classes.
  [[nodiscard]] ScannedDesign adjusted(const Design& cells, std::span<const Categories* const> columns) const;
  [[nodiscard]] const Adjustments* adjustments() const { return adjustments_.get(); }
  /// The cell of every row of a chunk of an adjusted design; one of weight 0 may stand in any.
  [[nodiscard]] const Codes& cells_of_chunk() const { return chunk_cell_; }

  /// Everything but the rows: what a variance needs beside totals. Throws for an fpc smaller than the sample.
  [[nodiscard]] Design without_rows() const;
  /// Takes over what another design of the same shape has seen. Throws enkat::Error (data) for another shape.
  [[nodiscard]] Renumbering merge(const ScannedDesign& other);

  [[nodiscard]] bool rows_are_units() const { return rows_are_units_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] std::int64_t units() const { return rows_are_units_ ? rows_ : stages_.back().units(); }
  [[nodiscard]] std::int64_t strata() const { return stages_.front().stratum.size(); }
  [[nodiscard]] const DesignOptions& options() const { return options_; }
  [[nodiscard]] bool weighted() const { return weighted_; }

 private:
  struct Seen {
    ScanStage has;
    SeenLevels strata, clusters;
    SeenPairs stratum;               ///< (unit of the stage before, label): numbers of strata
    SeenPairs unit;                  ///< (stratum, label): numbers of units
    std::vector<double> fpc;         ///< by stratum; -1: none yet
    std::vector<std::int64_t> rows;  ///< by stratum, where rows are units
    [[nodiscard]] std::int64_t units() const { return unit.size(); }
  };
  [[nodiscard]] Codes stratum_codes(Seen& s, const StageColumns& c, const Codes* parent, std::int64_t rows,
                                    const std::string& stage) const;
  [[nodiscard]] Codes unit_codes(Seen& s, const StageColumns& c, const Codes& stratum, bool nested,
                                 const std::string& stage) const;
  [[nodiscard]] Codes known_units(Seen& s, const StageColumns& c) const;
  void take_fpc(Seen& s, const StageColumns& c, const Codes& stratum, const std::string& stage) const;
  void check_weights(const Numbers& w, std::int64_t rows) const;
  [[nodiscard]] Stage stage(std::size_t k) const;

  DesignOptions options_;
  std::vector<Seen> stages_;
  bool weighted_ = false, rows_are_units_ = true, settled_ = false;
  std::shared_ptr<const Adjustments> adjustments_;
  SeenGroups cells_;
  std::vector<std::int32_t> cell_;  ///< of the adjustments, by joint cell of the columns
  std::vector<double> cell_rows_, cell_weight_, unit_weight_;
  Codes chunk_cell_;
  bool cells_settled_ = false;
  void adjust(const ScanChunk& chunk, const Codes& unit, std::vector<double>& weights);
  void add_cells(const Codes& unit, const std::vector<double>& weights);

  std::int64_t rows_ = 0;    ///< of all chunks of the first pass
  std::int64_t at_row_ = 0;  ///< rows of the present pass so far
};

}  // namespace enkat
