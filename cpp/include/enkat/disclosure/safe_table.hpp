#pragma once
#include <span>
#include <string>
#include <vector>

#include "enkat/disclosure/policy.hpp"
#include "enkat/tables/table.hpp"

namespace enkat {

/// A table fit for publication: confidential figures are gone (not marked and kept), the rest is rounded.
/// Only `protect` makes one, and every renderer takes nothing else.
class SafeTable {
 public:
  [[nodiscard]] const std::string& question() const { return table_.question; }
  [[nodiscard]] Shape shape() const { return table_.shape; }
  [[nodiscard]] std::span<const Base> bases() const { return table_.bases; }
  [[nodiscard]] std::span<const Cell> cells() const { return table_.cells; }
  [[nodiscard]] const Base* base_of(std::string_view column) const { return table_.base_of(column); }
  /// Decimal places of the published estimates and limits of a measure; standard errors have one more.
  [[nodiscard]] int decimals(Measure measure) const;
  [[nodiscard]] const PublicationPolicy& policy() const { return policy_; }

 private:
  SafeTable(Table masked, PublicationPolicy policy, int decimals)
      : table_(std::move(masked)), policy_(std::move(policy)), decimals_(decimals) {}
  friend SafeTable protect(Table table, const PublicationPolicy& policy);

  Table table_;
  PublicationPolicy policy_;
  int decimals_;
};

/// Hides, then rounds. Column by column, from the unweighted counts:
///
/// 1 a base with 0 < n < t: everything of the column is confidential, the base too;
/// 2 unsafe answers (unsafe_counts), and the answers that would give them away by subtraction (close_blocks);
/// 3 details (a finer division) are dropped altogether when one of them is unsafe;
/// 4 a net stays where its own hidden parts are closed, or where a reader could compute it from visible cells; a
///   summary is hidden with any answer;
/// 5 a base below `show_from`: what is left is withheld as unreliable;
/// 6 a hidden cell loses every number: estimate, error, interval, counts, weighted count, effective base;
/// 7 an estimate that is no number is `x`, a limit that is none is left out; what is left is rounded once; a percentage
/// that becomes 0 without being 0 is marked `low`.
///
/// Not protected yet (secondary suppression): equations across questions, such as the base of a routed question,
/// and across banners, waves and subset tables.
[[nodiscard]] SafeTable protect(Table table, const PublicationPolicy& policy);

}  // namespace enkat
