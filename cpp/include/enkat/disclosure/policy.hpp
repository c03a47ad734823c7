#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace enkat {

/// What may be published and how: one row of the table of profiles, after the definition's `publication` overrides.
struct PublicationPolicy {
  std::string profile = "eu-open";
  std::int64_t min_cell = 5;         ///< t: 0 < respondents < t are confidential
  std::int64_t show_from = 30;       ///< smallest base whose figures are shown
  std::int64_t caution_below = 100;  ///< bases under this get a word of caution
  bool show_unreliable = true;       ///< an unreliable share is shown with its mark; false: the mark alone
  bool watermark = false;            ///< for internal eyes: every page says so
  std::optional<int> decimals = {};  ///< of percentages; absent: 0 below 1000 respondents, else 1

  [[nodiscard]] int decimals_for(std::int64_t base) const { return decimals ? *decimals : base < 1000 ? 0 : 1; }
};

/// The policy of a profile: "eu-open", "official", "internal".
///
/// | profile  | t | show from | caution below | unreliable           |
/// | eu-open  | 5 | 30        | 100           | value with [u]       |
/// | official | 5 | 30        | 100           | [u] only             |
/// | internal | 1 | 1         | 30            | value with [u], watermark |
///
/// "safe-haven" needs the dominance rule and is refused until that exists.
/// Throws enkat::Error (disclosure) that lists the profiles.
[[nodiscard]] PublicationPolicy publication_profile(std::string_view name);

/// The profile with the definition's own rules: the larger smallest cell, and its rounding.
[[nodiscard]] PublicationPolicy with_overrides(PublicationPolicy policy, std::optional<std::int64_t> min_cell,
                                               std::optional<std::int64_t> rounding);

}  // namespace enkat
