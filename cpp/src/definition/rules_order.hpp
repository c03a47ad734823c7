#pragma once
#include <string>
#include <unordered_map>

#include "enkat/definition/definition.hpp"

namespace enkat::detail {

/// The place of each question in the order in which they are asked, by id.
using Index = std::unordered_map<std::string, std::size_t>;
Index index_of(const Definition& definition);

/// Where an expression stands in that order.
struct Standing {
  std::size_t limit = 0;  ///< the questions before this one have been asked
  std::string own = {};   ///< the question or section that the expression belongs to; "" for a check
};

/// Where a section's condition stands: before its first question.
Standing standing_of(const Definition& definition, const Section& section);

/// Why a question that is asked too late may not be read: it comes later, or it depends on `own` in turn, which makes
/// a cycle. A clause for a message.
std::string asked_too_late(const Definition& definition, const Index& index, std::size_t question,
                           const Standing& standing);

}  // namespace enkat::detail
