#pragma once
#include <optional>

#include "enkat/reading/plan.hpp"

namespace enkat {

/// LimeSurvey's responses as CSV with question codes and answer codes. A column is the question id without "q_", with
/// [SQ001] or the code for options, rows and items, [1] for ranks, [other] for free text. An answer is the option's
/// code, or A1, A2, ... (or AO01, AO02, ...) in the definition's order ("-oth-" for other). An unquoted empty field was
/// not shown.
///
/// Nothing when the headings lack what LimeSurvey always writes (id with submitdate, lastpage or startlanguage).
[[nodiscard]] std::optional<ReadPlan> plan_limesurvey(const CellTable& cells, const Definition& definition);

}  // namespace enkat
