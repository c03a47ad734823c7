#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/variance/replicate.hpp"
#include "enkat/variance/taylor.hpp"

namespace enkat {

/// A variable of an estimate: numbers, categories or options, whichever is set.
struct Variable {
  const Numbers* number = nullptr;
  Factor factor = {};

  [[nodiscard]] Block block() const {
    return {number ? Block::Kind::number : Block::Kind::indicators, number, factor, {}};
  }
};

/// Against what a variance is compared: simple random sampling without or with replacement.
enum class DesignEffect { none, without_replacement, with_replacement };

struct EstimateOptions {
  const Codes* by = nullptr;  ///< a domain per row; every statistic is repeated in each
  DesignEffect deff = DesignEffect::none;
  int threads = 0;
};

/// Statistics with what a reader needs to judge them; one entry of each vector per statistic.
/// Every statistic of the first domain comes first, then those of the second, and so on.
struct Estimates {
  std::vector<double> estimate;
  std::vector<double> se;
  std::vector<double> df;              ///< of the statistic's domain
  std::vector<double> deff;            ///< empty when not asked for
  std::vector<std::int64_t> n;         ///< rows of non-zero weight in the base
  std::vector<std::int64_t> count;     ///< rows in the category, for a share or count of one; else n
  std::vector<std::int64_t> domain_n;  ///< rows of the domain, those with a missing value or weight zero included
  std::vector<double> n_weighted;      ///< sum of weights of the base
  std::vector<double> n_effective;     ///< (sum w)^2 / sum w^2 of the base

  /// Covariance of all statistics, computed when asked for.
  [[nodiscard]] Covariance covariance() const;

  /// What covariance() needs: kept, not copied.
  struct Source {
    Design design;
    std::shared_ptr<const Totals> totals;
    std::vector<Linear> statistics;
    std::vector<double> in_replicates = {};  ///< under every replicate, statistics inner; empty without replicates
  };
  std::shared_ptr<const Source> source;
};

/// What a domain has, whatever the variables: degrees of freedom (clusters minus strata that have a row of non-zero
/// weight in it), and those rows; `all` counts those of weight zero too (empty: as `rows`).
struct DomainSize {
  std::vector<double> df;
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> all = {};
};
[[nodiscard]] DomainSize domain_sizes(const Design& design, const Codes* by);

/// Rows of non-zero weight in the domain that have no value of the variable.
[[nodiscard]] std::int64_t missing_rows(const Design& design, const Variable& variable);

}  // namespace enkat
