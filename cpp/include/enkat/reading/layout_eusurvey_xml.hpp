#pragma once
#include "enkat/definition/definition.hpp"
#include "enkat/reading/cells.hpp"
#include "enkat/table/responses.hpp"

namespace enkat {

/// EUSurvey's XML export, as two tables of cells.
///
/// `elements`: one row per element of the questionnaire and language, in the file's order: language, tag, type, id,
/// text, dependent elements (ids separated by ";"). `answers`: headings id, create, last, lang, user, invitation and
/// the ids of all questions and matrix rows; then one row per answer set. A choice is the id of its option, several
/// joined by ";"; other answers are their text.
///
/// Answers are joined with the questionnaire by id. The questionnaire is joined with the definition by text, in any
/// language; a question or option whose wording has changed is the one in the same place, if type and number of options
/// agree. Throws enkat::Error (data) when required questions are missing from the questionnaire.
[[nodiscard]] Responses read_eusurvey_xml(const CellTable& elements, const CellTable& answers,
                                          const Definition& definition);

}  // namespace enkat
