#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "enkat/design/adjustment.hpp"
#include "enkat/design/pps.hpp"
#include "enkat/design/replicates.hpp"
#include "enkat/design/two_phase.hpp"
#include "enkat/table/numbers.hpp"

namespace enkat {

struct DesignParts;  // save_design.hpp

/// What to do with a stratum that has one sampled cluster, whose variance cannot be estimated.
/// fail: refuse; remove, certainty: no contribution; adjust: centre its total at zero; average: the mean of the others.
enum class Lonely { fail, remove, certainty, adjust, average };

/// One stage of selection as a caller declares it. All columns have one entry per row.
struct StageColumns {
  const Categories* clusters = nullptr;  ///< nullptr: every row is its own cluster
  const Categories* strata = nullptr;    ///< nullptr: one stratum
  const Numbers* fpc = nullptr;          ///< units of this stage in the population stratum, or sampling fractions
};

struct DesignOptions {
  bool nest = false;  ///< cluster labels are unique only within a stratum
  Lonely lonely = Lonely::fail;
  bool lonely_in_domains = false;   ///< under adjust and average: also strata left with one cluster by a domain
  std::optional<double> degf = {};  ///< degrees of freedom given by the caller
  std::optional<PpsOptions> pps = {};
};

/// One stage as the variance reads it: units (clusters) in strata, n_h and f_h by stratum.
struct Stage {
  std::vector<std::int32_t> stratum;  ///< of each unit
  std::vector<std::int32_t> parent;   ///< of each unit: the unit of the stage before; empty at the first stage
  std::vector<std::int64_t> sampled;  ///< n_h, of each stratum: units in the sample
  std::vector<double> fraction;       ///< f_h, of each stratum; 0 where the stage has no fpc
  std::vector<std::string> label;     ///< of each stratum, for messages
  std::vector<double> probability;    ///< of each unit, where units were drawn with unequal probabilities; else empty

  [[nodiscard]] std::size_t units() const { return stratum.size(); }
  [[nodiscard]] std::size_t strata() const { return sampled.size(); }
  /// Whether stratum h has one sampled unit of several in the population.
  [[nodiscard]] bool lonely(std::size_t h) const { return sampled[h] == 1 && fraction[h] < 1; }
};

/// A sampling design: which rows stand for whom, and how they came into the sample.
///
/// Immutable: a subpopulation or a weight adjustment is a new Design that shares what did not change.
/// Only the stages up to the first one without fpc are kept, because later ones do not enter the variance.
class Design {
 public:
  /// `weights` nullptr: the inverse sampling fractions of the stages with fpc, or 1 without fpc.
  /// Throws enkat::Error (design) for a weight that is negative or missing, clusters in two strata, an fpc that
  /// differs in a stratum or is smaller than the sample, and columns of different length.
  Design(std::int64_t rows, const Numbers* weights, const std::vector<StageColumns>& stages,
         const DesignOptions& options);

  /// The design that was saved as these parts. Throws enkat::Error (data) for parts that contradict each other.
  [[nodiscard]] static Design restored(DesignParts parts);

  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] std::span<const double> weights() const { return weights_; }
  [[nodiscard]] bool weighted() const { return weighted_; }
  /// Whether no weight is zero.
  [[nodiscard]] bool no_zero_weight() const { return no_zero_weight_; }
  /// Whether no weight is negative; calibration may give some.
  [[nodiscard]] bool no_negative_weight() const { return no_negative_weight_; }
  [[nodiscard]] const std::vector<Stage>& stages() const { return *stages_; }
  [[nodiscard]] const DesignOptions& options() const { return options_; }

  /// Whether every row is a unit of its own at the last stage kept; then unit_of_row is empty.
  [[nodiscard]] bool rows_are_units() const { return rows_are_units_; }
  [[nodiscard]] const Codes& unit_of_row() const { return *unit_of_row_; }
  [[nodiscard]] std::int64_t units() const { return static_cast<std::int64_t>(stages_->back().units()); }

  /// Rows in the order of their last-stage units, and where each unit begins (one more entry than units).
  struct RowsByUnit {
    std::vector<std::uint32_t> row;
    std::vector<std::uint32_t> begin;
  };
  /// Made when first asked for; only where rows are not units.
  [[nodiscard]] const RowsByUnit& rows_by_unit() const;

  /// Rows of the subpopulation (1) or outside it (0); empty: every row.
  [[nodiscard]] std::span<const std::uint8_t> domain() const {
    return domain_ ? std::span<const std::uint8_t>(*domain_) : std::span<const std::uint8_t>();
  }
  [[nodiscard]] const Adjustments* adjustments() const { return adjustments_.get(); }

  /// The subpopulation of this one where `mask` is 1. Every cluster stays: one without members has total 0.
  [[nodiscard]] Design where(std::span<const std::uint8_t> mask) const;
  /// The same sample with new weights and the record the variance needs.
  [[nodiscard]] Design reweighted(std::vector<double> weights, std::shared_ptr<const Adjustments> adjustments) const;
  /// The same with an array of as many weights as rows, which is kept and not copied.
  [[nodiscard]] Design reweighted(std::shared_ptr<const double[]> weights,
                                  std::shared_ptr<const Adjustments> adjustments, int threads) const;

  /// Unequal inclusion probabilities of the first stage, nullptr: none.
  [[nodiscard]] const Pps* pps() const { return pps_.get(); }
  /// A second phase, nullptr: none.
  [[nodiscard]] const TwoPhase* two_phase() const { return two_phase_.get(); }
  /// Those of the sample that `in` marks 1, drawn again in `strata` (nullptr: one): the others have weight 0. Only for
  /// a first phase without clusters. Throws enkat::Error (design) for a stratum without a row of the second phase.
  [[nodiscard]] Design second_phase(std::span<const std::uint8_t> in, const Categories* strata,
                                    TwoPhase::Method method) const;

  /// Replicate weights, nullptr: none. With them the variance of every estimator comes from the replicates.
  [[nodiscard]] const Replicates* replicates() const { return replicates_.get(); }
  /// The same sample with replicate weights. Throws enkat::Error (design) for counts that do not fit, and for a weight
  /// that is not finite.
  [[nodiscard]] Design with_replicates(Replicates replicates) const;
  [[nodiscard]] Design without_replicates() const;
  /// The same sample under the weights of one replicate, which has no replicates of its own.
  [[nodiscard]] Design with_replicate(std::size_t r) const;
  /// The same sample with the first stage alone; its units are those of the first stage.
  [[nodiscard]] Design first_stage() const;

  /// Clusters minus strata of the first stage, counting those with a row of non-zero weight in the domain; with
  /// replicates the rank of their full weights in the domain, minus 1.
  [[nodiscard]] double degrees_of_freedom() const;

 private:
  Design() = default;

  std::int64_t rows_ = 0;
  bool weighted_ = false;
  bool no_zero_weight_ = true;
  bool no_negative_weight_ = true;
  bool rows_are_units_ = true;
  DesignOptions options_;
  std::shared_ptr<const void> weights_owner_;
  std::span<const double> weights_;  // of the caller's column, or of a vector, which the owner keeps alive
  void own(std::vector<double> weights);
  void note_signs(int threads);
  void adjust(std::shared_ptr<const Adjustments> adjustments);
  std::shared_ptr<const std::vector<Stage>> stages_;
  std::shared_ptr<const Codes> unit_of_row_;
  struct LazyOrder {
    std::once_flag once;
    RowsByUnit order;
  };
  std::shared_ptr<LazyOrder> order_ = std::make_shared<LazyOrder>();
  std::shared_ptr<const std::vector<std::uint8_t>> domain_;
  std::shared_ptr<const Adjustments> adjustments_;
  std::shared_ptr<const Pps> pps_;
  std::shared_ptr<const TwoPhase> two_phase_;
  std::shared_ptr<const Replicates> replicates_;
  struct LazyRank {  ///< computed when first asked for
    std::once_flag once;
    double df = 0;
  };
  std::shared_ptr<LazyRank> replicate_df_;
  [[nodiscard]] double degrees_of_replicates() const;
};

/// The first-stage unit of every last-stage unit.
[[nodiscard]] std::vector<std::int32_t> first_units(const std::vector<Stage>& stages);

/// First-stage units minus first-stage strata among the units of the last stage that are marked 1 in `unit`.
[[nodiscard]] std::int64_t units_minus_strata(const std::vector<Stage>& stages, std::vector<std::uint8_t> unit);

}  // namespace enkat
