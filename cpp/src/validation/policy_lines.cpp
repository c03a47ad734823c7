#include "policy_lines.hpp"

#include <algorithm>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"

namespace enkat {
namespace detail {
namespace {

bool matches(std::string_view pattern, std::string_view name) {
  if (!is_family(pattern)) return pattern == name;
  return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

/// The more exact a line, the greater.
std::tuple<bool, bool, std::size_t> exactness(const PolicyRule& line) {
  return {!line.question.empty(), !is_family(line.rule), line.rule.size()};
}

}  // namespace

std::int32_t PolicyLines::deciding(const Finding& f) {
  const auto [at, is_new] = known_.try_emplace({f.rule, f.question, f.check}, -1);
  if (!is_new) return at->second;
  const std::string name = rule_name(definition_, f);
  const std::string& question = question_id(definition_, f);
  for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
    const PolicyRule& line = policy_.rules[i];
    if (!matches(line.rule, name) || (!line.question.empty() && line.question != question)) continue;
    if (at->second < 0 || exactness(policy_.rules[static_cast<std::size_t>(at->second)]) < exactness(line))
      at->second = static_cast<std::int32_t>(i);
  }
  return at->second;
}

}  // namespace detail

void check_policy(const Policy& policy, const Definition& definition) {
  for (const PolicyRule& line : policy.rules) {
    if (!line.question.empty() && !definition.find(line.question))
      throw Error(ErrorCode::definition, "found " + in_quotes(line.question) + ", expected a question of the survey",
                  "policy " + in_quotes(policy.id) + ", questions");
    if (!line.rule.starts_with("check.") || detail::is_family(line.rule)) continue;
    if (std::ranges::count(definition.checks, line.rule.substr(6), &Check::id) == 0)
      throw Error(ErrorCode::definition, "found " + in_quotes(line.rule) + ", expected a check of the survey",
                  "policy " + in_quotes(policy.id) + ", rules");
  }
}

}  // namespace enkat
