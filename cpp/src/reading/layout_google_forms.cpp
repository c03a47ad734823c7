#include "enkat/reading/layout_google_forms.hpp"

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

/// Whether a cell is several known labels joined by ", ".
bool joined_by_commas(std::string_view text, const OptionCodes& codes) {
  int known = 0;
  for (const std::string_view piece : split_known(text, ",", codes)) known += codes.find(piece) != OptionCodes::none;
  return known > 1;
}

/// The download joins ticked labels by ";", the linked sheet by ", ": the latter is believed where it makes labels
/// known.
std::string find_separator(const CellTable& cells, const Definition& definition, const ReadPlan& plan) {
  bool commas = false;
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    const QuestionSource& source = plan.questions[q];
    if (definition.questions[q].type != QuestionType::multi || source.column == no_column) continue;
    for (std::int64_t r = plan.first_row; r < cells.rows(); ++r) {
      const std::string_view text = cells.at(r, static_cast<std::size_t>(source.column)).text;
      if (text.find(';') != std::string_view::npos) return ";";
      commas = commas || joined_by_commas(text, source.codes);
    }
  }
  return commas ? "," : ";";
}

/// How many time stamps do not fit a reading of 3/4/2023: they are no moment, or earlier than the one before although
/// answers are appended as they arrive.
std::int64_t misfits(const CellTable& cells, std::int64_t first_row, SlashDate slashes) {
  std::int64_t count = 0, latest = 0;
  for (std::int64_t r = first_row; r < cells.rows(); ++r) {
    const std::optional<Moment> moment = parse_moment(cells.at(r, 0).text, slashes);
    if (!moment || (latest != 0 && moment->local_seconds < latest)) ++count;
    if (moment) latest = moment->local_seconds;
  }
  return count;
}

/// Time stamps and dates follow the locale of the sheet; the one under which the time stamps make sense is taken.
SlashDate find_date_order(const CellTable& cells, ReadPlan& plan) {
  const bool slashes = cells.rows() > plan.first_row && !parse_moment(cells.at(plan.first_row, 0).text) &&
                       cells.at(plan.first_row, 0).text.find('/') != std::string_view::npos;
  if (!slashes) return SlashDate::refused;
  const std::int64_t month_first = misfits(cells, plan.first_row, SlashDate::month_first);
  const std::int64_t day_first = misfits(cells, plan.first_row, SlashDate::day_first);
  const bool day = day_first < month_first;
  plan.notes.push_back(
      std::string("dates with slashes were read with the ") + (day ? "day" : "month") + " first" +
      (day_first == month_first ? ", though they could be either; use a sheet that writes 2023/01/31" : ""));
  return day ? SlashDate::day_first : SlashDate::month_first;
}

}  // namespace

std::optional<ReadPlan> plan_google_forms(const CellTable& cells, const Definition& definition) {
  detail::HeadingMap texts = detail::headings_from_texts(definition, " [", "]", true);
  ReadPlan plan = detail::plan_from(cells, definition, "google_forms", 0);
  if (plan.headings.size() < 2 || texts.contains(plan.headings[0])) return std::nullopt;
  std::vector<int> languages;
  for (std::size_t c = 1; c < plan.headings.size(); ++c) {
    const std::optional<detail::Slot> slot = texts.take(plan.headings[c]);
    if (!slot) continue;
    detail::assign(plan, definition, *slot, static_cast<int>(c));
    languages.push_back(slot->language);
  }
  if (languages.empty()) return std::nullopt;
  const std::vector<std::string> order = detail::languages_by_use(definition, languages);
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    QuestionSource& source = plan.questions[q];
    add_labels(source.codes, definition.questions[q].options, order);
    if (other_option(definition.questions[q].options) >= 0) source.other = source.column;
  }
  plan.style.separators = find_separator(cells, definition, plan);
  plan.style.other_in_place = true;
  plan.style.slashes = find_date_order(cells, plan);
  plan.meta.judged_at = plan.meta.ended_at = plan.claim(0);
  for (const char* name : {"email address", "username", "e-post", "e-postadress"})
    if (const int column = detail::column_named(plan, name, true); column != no_column)
      plan.meta.respondent_ref = plan.claim(column);
  return plan;
}

}  // namespace enkat
