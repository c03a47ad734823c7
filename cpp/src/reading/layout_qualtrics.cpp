#include "enkat/reading/layout_qualtrics.hpp"

#include <algorithm>

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

using detail::HeadingMap;
using detail::Slot;

void add_headings(HeadingMap& map, const std::string& name, int q, const Question& question) {
  map.add(name, Slot{.question = q});
  map.add(name + "_TEXT", Slot{.question = q});
  const bool matrix = question.type == QuestionType::matrix;
  const std::vector<Option>& parts = matrix ? question.rows : question.options;
  const auto numbered = [](std::size_t k) { return "_" + std::to_string(k + 1); };
  for (std::size_t k = 0; k < parts.size() && question.type != QuestionType::single; ++k) {
    map.add(name + numbered(k), Slot{.question = q, .kind = Slot::Kind::part, .part = static_cast<int>(k)});
    for (std::size_t o = 0; o < question.options.size() && matrix; ++o)
      map.add(
          name + numbered(k) + numbered(o),
          Slot{.question = q, .kind = Slot::Kind::grid, .part = static_cast<int>(k), .option = static_cast<int>(o)});
  }
  if (const int other = other_option(question.options); other >= 0 && !matrix)
    map.add(name + numbered(static_cast<std::size_t>(other)) + "_TEXT", Slot{.question = q, .kind = Slot::Kind::other});
}

HeadingMap headings_of(const Definition& definition) {
  HeadingMap map;
  for (std::size_t i = 0; i < definition.questions.size(); ++i) {
    add_headings(map, definition.questions[i].id, static_cast<int>(i), definition.questions[i]);
    add_headings(map, "Q" + std::to_string(i + 1), static_cast<int>(i), definition.questions[i]);
  }
  return map;
}

/// The row among the first three of which a cell holds {"ImportId": ...}, or -1.
std::int64_t find_import_row(const CellTable& cells) {
  for (std::int64_t r = 1; r < std::min<std::int64_t>(cells.rows(), 3); ++r)
    if (cells.at(r, 0).text.find("\"ImportId\"") != std::string_view::npos) return r;
  return -1;
}

/// The zone in {"ImportId":"endDate","timeZone":"Europe/Brussels"}, or "".
std::string time_zone(std::string_view import) {
  constexpr std::string_view key = "\"timeZone\":\"";
  const std::size_t at = import.find(key);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = import.substr(at + key.size());
  return std::string(rest.substr(0, rest.find('"')));
}

/// Leaves out previews (Status 1) and tests (Status 8), which are no respondents.
void leave_out_tests(const CellTable& cells, ReadPlan& plan) {
  const int status = plan.claim(detail::column_named(plan, "Status"));
  if (status == no_column) return;
  for (std::int64_t r = plan.first_row; r < cells.rows(); ++r) {
    const std::string text = lower_ascii(trimmed(cells.at(r, static_cast<std::size_t>(status)).text));
    if (text == "1" || text == "8" || text == "survey preview" || text == "survey test") plan.left_out.push_back(r);
  }
  if (plan.left_out.empty()) return;
  plan.notes.push_back(std::to_string(plan.left_out.size()) + " row(s) are previews or tests (Status 1 or 8) and no " +
                       "respondents; the first is record " + std::to_string(plan.left_out[0] - plan.first_row + 1) +
                       " of the file; rows are numbered without them");
}

void find_meta(ReadPlan& plan) {
  const auto column = [&](const char* name) { return plan.claim(detail::column_named(plan, name)); };
  plan.meta.response_id = column("ResponseId");
  plan.meta.respondent_ref = column("ExternalReference");
  plan.meta.started_at = column("StartDate");
  plan.meta.judged_at = plan.meta.ended_at = column("EndDate");
  plan.meta.duration_seconds = column("Duration (in seconds)");
  plan.meta.submitted = column("Finished");
  plan.meta.language = column("UserLanguage");
  plan.meta.bot_score = column("Q_RecaptchaScore");
  for (const char* known :
       {"Progress", "RecordedDate", "DistributionChannel", "IPAddress", "RecipientLastName", "RecipientFirstName",
        "RecipientEmail", "ExternalDataReference", "LocationLatitude", "LocationLongitude"})
    (void)column(known);
}

}  // namespace

std::optional<ReadPlan> plan_qualtrics(const CellTable& cells, const Definition& definition) {
  const std::int64_t import_row = find_import_row(cells);
  if (import_row < 0) return std::nullopt;
  ReadPlan plan = detail::plan_from(cells, definition, "qualtrics", 0);
  plan.first_row = import_row + 1;
  find_meta(plan);
  if (plan.meta.judged_at != no_column)
    plan.timezone = time_zone(cells.at(import_row, static_cast<std::size_t>(plan.meta.judged_at)).text);
  leave_out_tests(cells, plan);
  HeadingMap map = headings_of(definition);
  for (std::size_t c = 0; c < plan.headings.size(); ++c) {
    const std::string& heading = plan.headings[c];
    if (plan.explained[c] != 0) continue;
    if (const std::optional<Slot> slot = map.take(heading))
      detail::assign(plan, definition, *slot, static_cast<int>(c));
    else if (heading.ends_with("_NPS_GROUP") || heading.find("_DO") != std::string::npos)
      plan.claim(static_cast<int>(c));
  }
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    add_positions(plan.questions[q].codes, definition.questions[q].options, "", 1, false);
    add_labels(plan.questions[q].codes, definition.questions[q].options, definition.languages);
  }
  plan.style.separators = ",";
  plan.style.slashes = SlashDate::month_first;
  return plan;
}

}  // namespace enkat
