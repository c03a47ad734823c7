#include "enkat/disclosure/policy.hpp"

#include <algorithm>

#include "enkat/base/error.hpp"

namespace enkat {

PublicationPolicy publication_profile(std::string_view name) {
  if (name == "eu-open") return {};
  if (name == "official") return {.profile = "official", .show_unreliable = false};
  if (name == "internal")
    return {.profile = "internal", .min_cell = 1, .show_from = 1, .caution_below = 30, .watermark = true};
  throw Error(ErrorCode::disclosure,
              "no publication profile is called '" + std::string(name) +
                  "', expected eu-open, official or internal (safe-haven needs the dominance rule, not built yet)",
              "profile");
}

PublicationPolicy with_overrides(PublicationPolicy policy, std::optional<std::int64_t> min_cell,
                                 std::optional<std::int64_t> rounding) {
  if (min_cell) policy.min_cell = std::max(policy.min_cell, *min_cell);
  if (rounding) policy.decimals = static_cast<int>(*rounding);
  return policy;
}

}  // namespace enkat
