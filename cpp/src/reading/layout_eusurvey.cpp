#include "enkat/reading/layout_eusurvey.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

/// The last six columns of an export, in this order.
enum Recorded : std::size_t { invitation, contribution, user, created, updated, language, recorded_columns };

constexpr std::string_view recorded_names[][recorded_columns] = {
    {"Invitation number", "Contribution ID", "User name", "Creation date", "Last update", "Languages"},
    {"Inbjudans nummer", "Svar-id", "Användarnamn", "Skapad den", "Senaste uppdatering", "Språk"},
};

/// The line with the most texts of questions among the first twenty, or -1.
std::int64_t find_heading_row(const CellTable& cells, const detail::HeadingMap& texts) {
  std::int64_t best = -1;
  int most = 0;
  for (std::int64_t r = 0; r < std::min<std::int64_t>(cells.rows(), 20); ++r) {
    int found = 0;
    for (std::size_t c = 0; c < cells.width(r); ++c) found += texts.contains(cells.at(r, c).text);
    if (found > most) {
      most = found;
      best = r;
    }
  }
  return best;
}

/// The recorded columns by their known names, else by position when at least six columns follow the last question.
std::array<int, recorded_columns> find_recorded(const ReadPlan& plan, std::size_t after_questions) {
  std::array<int, recorded_columns> out;
  out.fill(no_column);
  const std::size_t width = plan.headings.size();
  for (const auto& names : recorded_names)
    for (std::size_t k = 0; k < recorded_columns; ++k)
      for (std::size_t c = after_questions; c < width; ++c)
        if (plan.headings[c] == names[k]) out[k] = static_cast<int>(c);
  if (width - after_questions < recorded_columns) return out;
  for (std::size_t k = 0; k < recorded_columns; ++k) {
    const int column = static_cast<int>(width - recorded_columns + k);
    if (out[k] == no_column && std::find(out.begin(), out.end(), column) == out.end()) out[k] = column;
  }
  return out;
}

bool takes_other_text(const Question& question) {
  return (question.type == QuestionType::single || question.type == QuestionType::multi) &&
         other_option(question.options) >= 0;
}

}  // namespace

std::optional<ReadPlan> plan_eusurvey(const CellTable& cells, const Definition& definition) {
  detail::HeadingMap texts = detail::headings_from_texts(definition, ": ", "", false);
  const std::int64_t heading_row = find_heading_row(cells, texts);
  if (heading_row < 0) return std::nullopt;
  ReadPlan plan = detail::plan_from(cells, definition, "eusurvey", heading_row);
  std::vector<int> languages, last_question(plan.headings.size(), -1);
  std::size_t after_questions = 0;
  int question = -1;
  for (std::size_t c = 0; c < plan.headings.size(); ++c) {
    last_question[c] = question;
    const std::optional<detail::Slot> slot = texts.take(plan.headings[c]);
    question = slot ? slot->question : -1;
    if (!slot) continue;
    detail::assign(plan, definition, *slot, static_cast<int>(c));
    languages.push_back(slot->language);
    after_questions = c + 1;
  }
  const std::array<int, recorded_columns> recorded = find_recorded(plan, after_questions);
  for (const int column : recorded) plan.claim(column);
  for (std::size_t c = 0; c < plan.headings.size(); ++c) {
    if (plan.explained[c] != 0 || last_question[c] < 0) continue;
    const auto q = static_cast<std::size_t>(last_question[c]);
    if (takes_other_text(definition.questions[q])) plan.questions[q].other = plan.claim(static_cast<int>(c));
  }
  const std::vector<std::string> order = detail::languages_by_use(definition, languages);
  for (std::size_t q = 0; q < definition.questions.size(); ++q)
    add_labels(plan.questions[q].codes, definition.questions[q].options, order);
  plan.style.slashes = SlashDate::day_first;
  plan.meta.respondent_ref = recorded[invitation];
  plan.meta.response_id = recorded[contribution];
  plan.meta.respondent_ref_else = recorded[user];
  plan.meta.judged_at = plan.meta.started_at = recorded[created];
  plan.meta.ended_at = recorded[updated];
  plan.meta.language = recorded[language];
  return plan;
}

}  // namespace enkat
