#pragma once
#include <optional>

#include "enkat/reading/plan.hpp"

namespace enkat {

/// KoboToolbox' CSV with XML names: groups before "/", a select-many as one column of codes with spaces between them,
/// as one 0/1 column per option, or both; matrix rows as question/row; free text as question_other; start and end with
/// offset.
///
/// Nothing when the headings have neither _uuid, _submission_time nor __version__.
[[nodiscard]] std::optional<ReadPlan> plan_kobo(const CellTable& cells, const Definition& definition);

}  // namespace enkat
