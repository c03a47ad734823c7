#pragma once
#include <optional>

#include "enkat/reading/plan.hpp"

namespace enkat {

/// Google Forms' responses as CSV: the time stamp first, headings are question texts, "question [row]" for grids and
/// rankings, ticked labels joined by ";" (in a linked sheet by ", "), the free text of "other" in place of its label.
/// Dates such as 1/2/2023, which follow the sheet's locale, are read in the order in which the time stamps ascend.
///
/// Nothing when the first line holds no text of a question behind its first column.
[[nodiscard]] std::optional<ReadPlan> plan_google_forms(const CellTable& cells, const Definition& definition);

}  // namespace enkat
