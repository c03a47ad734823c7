#include "enkat/reading/layout.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "enkat/base/error.hpp"
#include "enkat/base/messages.hpp"
#include "enkat/reading/encoding.hpp"
#include "enkat/reading/layout_eusurvey.hpp"
#include "enkat/reading/layout_google_forms.hpp"
#include "enkat/reading/layout_kobo.hpp"
#include "enkat/reading/layout_limesurvey.hpp"
#include "enkat/reading/layout_plain.hpp"
#include "enkat/reading/layout_qualtrics.hpp"

namespace enkat {
namespace {

struct LayoutEntry {
  std::string_view name;
  std::optional<ReadPlan> (*plan)(const CellTable&, const Definition&);
};

/// In the order of recognition: those with an unmistakable mark first, those known by the question texts later.
constexpr std::array<LayoutEntry, 6> layouts = {{{"qualtrics", plan_qualtrics},
                                                 {"limesurvey", plan_limesurvey},
                                                 {"kobo", plan_kobo},
                                                 {"google_forms", plan_google_forms},
                                                 {"eusurvey", plan_eusurvey},
                                                 {"plain", plan_plain}}};

/// Whether the first row is headed by question ids. Where texts equal ids, as in a definition drafted from a dataframe,
/// such a file must not be taken for one headed by texts.
bool headed_by_ids(const CellTable& cells, const Definition& definition) {
  std::unordered_set<std::string_view> ids;
  for (const Question& question : definition.questions) ids.insert(question.id);
  std::size_t found = 0;
  for (std::size_t c = 0; c < cells.width(0); ++c) found += ids.count(cells.at(0, c).text);
  return found > 0 && 2 * found >= ids.size();
}

std::string joined_names() {
  std::string out;
  for (const std::string_view name : layout_names()) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

std::string first_headings(const CellTable& cells) {
  std::string out;
  for (std::size_t c = 0; cells.rows() > 0 && c < std::min<std::size_t>(cells.width(0), 5); ++c)
    out.append(c == 0 ? "" : ", ").append("'" + printable(shortened(cells.at(0, c).text, 40)) + "'");
  return out.empty() ? "no heading at all" : out;
}

}  // namespace

std::vector<std::string_view> layout_names() {
  std::vector<std::string_view> names;
  for (const LayoutEntry& entry : layouts) names.push_back(entry.name);
  return names;
}

Responses read_responses(const CellTable& cells, const Definition& definition, std::string_view layout,
                         const Progress& progress) {
  if (cells.rows() == 0) throw Error(ErrorCode::data, "there is no row; expected headings and one row per respondent");
  bool known = layout.empty();
  const bool ids = layout.empty() && headed_by_ids(cells, definition);
  for (const LayoutEntry& entry : layouts) {
    if (!layout.empty() && layout != entry.name) continue;
    if (ids && (entry.name == "google_forms" || entry.name == "eusurvey")) continue;
    known = true;
    if (const std::optional<ReadPlan> plan = entry.plan(cells, definition))
      return read_plan(cells, definition, *plan, progress);
  }
  if (!known)
    throw Error(ErrorCode::data, "layout '" + std::string(layout) + "' is unknown; expected one of " + joined_names());
  if (!layout.empty())
    throw Error(ErrorCode::data, "the file does not have layout '" + std::string(layout) + "': it begins with " +
                                     first_headings(cells) + "; leave layout out to have it recognised");
  throw Error(ErrorCode::data,
              "the layout is not recognised: the file begins with " + first_headings(cells) +
                  ", which are neither ids nor texts of the definition's questions; check that file and "
                  "definition belong together, or give layout= one of " +
                  joined_names());
}

}  // namespace enkat
