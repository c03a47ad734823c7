#pragma once
#include <cstdint>
#include <map>
#include <tuple>

#include "enkat/validation/policy.hpp"

namespace enkat::detail {

/// Finds the line of a policy that decides about a finding; remembers it for findings of the same rule and question.
class PolicyLines {
 public:
  PolicyLines(const Definition& definition, const Policy& policy) : definition_(definition), policy_(policy) {}

  /// Index in Policy::rules, -1 where no line matches.
  [[nodiscard]] std::int32_t deciding(const Finding& finding);

 private:
  const Definition& definition_;
  const Policy& policy_;
  std::map<std::tuple<Rule, std::int32_t, std::int32_t>, std::int32_t> known_;
};

/// "quality.*" and "*" name families.
[[nodiscard]] inline bool is_family(std::string_view rule) { return rule.ends_with('*'); }

}  // namespace enkat::detail
