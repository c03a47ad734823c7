#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "enkat/definition/definition.hpp"

namespace enkat::detail {

/// What is wanted of a condition's three-valued truth.
enum class Want : std::uint8_t { yes, no, not_no, not_yes };

struct Goal {
  const Expression* expression = nullptr;
  int node = 0;
  Want want = Want::yes;
};

[[nodiscard]] inline Goal goal(const Expression& e, Want want) {
  return {&e, static_cast<int>(e.nodes.size()) - 1, want};
}

/// Answers whether conditions of one definition can be met, within one budget of work for all questions together: a
/// definition of ten thousand conditions loads as quickly as ever, and what was not decided counts as possible.
class Satisfiability {
 public:
  explicit Satisfiability(const Definition& definition);

  /// Whether answers that obey the definition can meet all goals at once. An answer that is there was asked for, so the
  /// conditions of its question and section are goals as well.
  ///
  /// False is proven: sets of options, intervals of numbers, dates, lengths and counts shrink until one is empty. True
  /// may also mean that it was not decided: comparisons between answers ask that they are there and that their ranges
  /// allow it, and the search ends with the budget or after 20,000 steps.
  [[nodiscard]] bool operator()(std::vector<Goal> goals);

  [[nodiscard]] const Question* question(const std::string& id) const;
  [[nodiscard]] const Section* section_of(const Question& question) const;
  /// Takes from the budget; false when it is used up.
  bool spend(std::size_t work);

 private:
  std::unordered_map<std::string, const Question*> questions_;
  std::unordered_map<std::string, const Section*> sections_;
  std::size_t left_ = 1'000'000;
};

}  // namespace enkat::detail
