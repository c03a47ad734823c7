#pragma once
#include <optional>

#include "enkat/reading/plan.hpp"

namespace enkat {

/// Qualtrics' CSV: three rows of headings, the third with {"ImportId": ...}. Q7 is the seventh question of the
/// definition (or its id), Q7_2 its second row, item or option, Q1_5_TEXT the free text of option 5. Values are 1-based
/// positions of options, several joined by commas; a ranking holds the place of each item. Rows of Status 1 (preview)
/// and 8 (test) are no respondents.
///
/// Nothing when no row of headings holds ImportId.
[[nodiscard]] std::optional<ReadPlan> plan_qualtrics(const CellTable& cells, const Definition& definition);

}  // namespace enkat
