#pragma once
#include <optional>

#include "enkat/reading/plan.hpp"

namespace enkat {

/// EUSurvey's results as XLSX, or that sheet saved as CSV. Some lines with the survey's alias and the export date come
/// first; headings are question texts, "question: row" for a matrix; several labels of a cell are joined by "; "; a
/// column behind a question with an "other" option that no question explains is its free text; the last six columns are
/// the invitation, the contribution id, the user, created, updated and the language, headed in any language.
///
/// Nothing when no line among the first twenty holds the text of a question.
[[nodiscard]] std::optional<ReadPlan> plan_eusurvey(const CellTable& cells, const Definition& definition);

}  // namespace enkat
