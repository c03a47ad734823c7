#pragma once
#include <string_view>
#include <vector>

#include "enkat/base/progress.hpp"
#include "enkat/definition/definition.hpp"
#include "enkat/reading/cells.hpp"
#include "enkat/table/responses.hpp"

namespace enkat {

/// The names of the layouts, as `read_responses` takes them.
[[nodiscard]] std::vector<std::string_view> layout_names();

/// Reads the cells of a CSV file, spreadsheet or dataframe in one of the layouts "eusurvey", "limesurvey", "qualtrics",
/// "google_forms", "kobo", "plain"; "" recognises which one it is.
/// Throws enkat::Error (data) when no layout fits, or the given one does not, with the first headings of the file.
/// `progress` counts rows.
[[nodiscard]] Responses read_responses(const CellTable& cells, const Definition& definition,
                                       std::string_view layout = {}, const Progress& progress = {});

}  // namespace enkat
