#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "enkat/tables/cell.hpp"

namespace enkat {

/// What kind of answers a table shows. All but `multi`, `number` and `text` divide the base: their answers add up to
/// it.
enum class Shape : std::uint8_t { nominal, ordinal, multi, classes, groups, ranking, number, text };

[[nodiscard]] std::string_view name_of(Shape shape);
/// The shape of a public name; throws enkat::Error (data) that lists the names.
[[nodiscard]] Shape parse_shape(std::string_view name);
/// Whether every respondent of the base is in exactly one answer.
[[nodiscard]] bool divides_base(Shape shape);

/// Who the figures of one column are about.
///
///   e = (sum w)^2 / sum w^2        deff_kish = n sum w^2 / (sum w)^2        (Kish 1965, section 11.7)
struct Base {
  std::string column = "total";
  std::optional<std::int64_t> n = {};      ///< respondents, unweighted; absent when it may not be published
  std::optional<double> n_weighted = {};   ///< only when weighted
  std::optional<double> n_effective = {};  ///< e
  std::optional<double> deff_kish = {};
};

/// Figures as estimated, not yet fit for publication: unrounded, nothing hidden. No renderer takes it; see SafeTable.
struct Table {
  std::string question = {};
  Shape shape = Shape::nominal;
  bool sensitive = false;
  std::vector<Base> bases = {};  ///< one per column
  std::vector<Cell> cells = {};

  [[nodiscard]] const Base* base_of(std::string_view column) const;
};

}  // namespace enkat
