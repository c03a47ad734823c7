#pragma once
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

/// Whether answers that obey the definition can meet all goals at once. An answer that is there was asked for, so the
/// conditions of its question and section are goals as well.
///
/// False is proven: sets of options, intervals of numbers, dates, lengths and counts shrink until one is empty. True
/// may also mean that it was not decided: comparisons between answers and arithmetic ask only that answers are there,
/// and the search ends after 20,000 steps.
[[nodiscard]] bool satisfiable(const Definition& definition, std::vector<Goal> goals);

}  // namespace enkat::detail
