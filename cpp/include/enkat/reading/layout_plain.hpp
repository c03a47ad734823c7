#pragma once
#include <optional>

#include "enkat/reading/plan.hpp"

namespace enkat {

/// A table with question ids as headings: question.row for a matrix, question.other for free text; several choices or
/// ranks in one cell, separated by ; , | or blanks, or one 0/1 column question/option each. Cells hold option codes;
/// labels are understood too. Further columns: response_id (or the definition's id_field), respondent_ref,
/// submitted_at, started_at, duration_seconds, language, version.
///
/// Nothing when no heading is the id of a question.
[[nodiscard]] std::optional<ReadPlan> plan_plain(const CellTable& cells, const Definition& definition);

}  // namespace enkat
