#pragma once
#include <span>
#include <vector>

#include "enkat/design/design.hpp"

namespace enkat::detail {

/// The values and weights of a variable, domain by domain in the order of the rows; only rows of non-zero weight that
/// take part. Without domains, gaps and weights of zero the caller's columns are used as they are.
class DomainRows {
 public:
  DomainRows(const Design& design, const Numbers& variable, const Codes* by);

  [[nodiscard]] std::size_t domains() const { return start_.size() - 1; }
  [[nodiscard]] std::span<const double> values(std::size_t domain) const { return part(values_, domain); }
  [[nodiscard]] std::span<const double> weights(std::size_t domain) const { return part(weights_, domain); }
  /// The row of the design behind every entry; empty: entry i is row i.
  [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t domain) const {
    return copied_row_.empty() ? std::span<const std::uint32_t>()
                               : std::span(copied_row_).subspan(start_[domain], start_[domain + 1] - start_[domain]);
  }

 private:
  [[nodiscard]] std::span<const double> part(std::span<const double> all, std::size_t domain) const {
    return all.subspan(start_[domain], start_[domain + 1] - start_[domain]);
  }

  std::span<const double> values_, weights_;
  std::vector<double> copied_value_, copied_weight_;
  std::vector<std::uint32_t> copied_row_;
  std::vector<std::size_t> start_;
};

/// The design without the rows that have a missing value in any of the variables.
[[nodiscard]] Design complete_cases(const Design& design, std::span<const Numbers* const> variables);

}  // namespace enkat::detail
