#include "enkat/reading/layout_limesurvey.hpp"

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

using detail::HeadingMap;
using detail::Slot;

/// The names a question may have: its id, the id without "q_", and these without "_", which LimeSurvey does not allow.
std::vector<std::string> names_of(const Question& question) {
  std::vector<std::string> names = {question.id};
  if (question.id.starts_with("q_")) names.push_back(question.id.substr(2));
  for (std::size_t i = 0, n = names.size(); i < n; ++i) {
    std::string plain;
    for (const char c : names[i])
      if (c != '_') plain.push_back(c);
    names.push_back(plain);
  }
  return names;
}

/// SQ001, SQ002, ...
std::string subquestion(std::size_t number) {
  return (number < 10 ? "SQ00" : number < 100 ? "SQ0" : "SQ") + std::to_string(number);
}

void add_parts(HeadingMap& map, const std::string& name, int q, const std::vector<Option>& parts, bool skip_other) {
  std::size_t number = 0;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const Slot slot{.question = q, .kind = Slot::Kind::part, .part = static_cast<int>(k)};
    map.add(name + "[" + parts[k].code + "]", slot);
    if (skip_other && parts[k].other_text) {
      map.add(name + "[other]", slot);
      continue;
    }
    map.add(name + "[" + subquestion(++number) + "]", slot);
  }
}

void add_places(HeadingMap& map, const std::string& name, int q, std::size_t places) {
  for (std::size_t k = 0; k < places; ++k)
    map.add(name + "[" + std::to_string(k + 1) + "]",
            Slot{.question = q, .kind = Slot::Kind::part, .part = static_cast<int>(k)});
}

void add_grid(HeadingMap& map, const std::string& name, int q, const Question& question) {
  for (std::size_t r = 0; r < question.rows.size(); ++r)
    for (std::size_t k = 0; k < question.options.size(); ++k) {
      const Slot slot{
          .question = q, .kind = Slot::Kind::grid, .part = static_cast<int>(r), .option = static_cast<int>(k)};
      map.add(name + "[" + subquestion(r + 1) + "_" + subquestion(k + 1) + "]", slot);
      map.add(name + "[" + question.rows[r].code + "_" + question.options[k].code + "]", slot);
    }
}

HeadingMap headings_of(const Definition& definition) {
  HeadingMap map;
  for (std::size_t i = 0; i < definition.questions.size(); ++i) {
    const Question& question = definition.questions[i];
    const int q = static_cast<int>(i);
    for (const std::string& name : names_of(question)) {
      if (question.type == QuestionType::multi)
        add_parts(map, name, q, question.options, true);
      else if (question.type == QuestionType::ranking)
        add_places(map, name, q, question.options.size());
      else if (question.multiple_per_row)
        add_grid(map, name, q, question);
      else if (question.type == QuestionType::matrix)
        add_parts(map, name, q, question.rows, false);
      else
        map.add(name, Slot{.question = q});
      if (question.type == QuestionType::single && other_option(question.options) >= 0)
        map.add(name + "[other]", Slot{.question = q, .kind = Slot::Kind::other});
    }
  }
  return map;
}

bool is_limesurvey(const ReadPlan& plan) {
  if (detail::column_named(plan, "id") == no_column) return false;
  for (const char* name : {"submitdate", "lastpage", "startlanguage"})
    if (detail::column_named(plan, name) != no_column) return true;
  return false;
}

OptionCodes codes_of(const Question& question) {
  OptionCodes codes;
  add_codes(codes, question.options);
  add_positions(codes, question.options, "A", 1, true);
  add_positions(codes, question.options, "AO", 2, true);  // what LimeSurvey itself proposes since version 4
  if (const int other = other_option(question.options); other >= 0) codes.add("-oth-", other);
  return codes;
}

void find_meta(ReadPlan& plan) {
  const auto column = [&](const char* name) { return plan.claim(detail::column_named(plan, name)); };
  plan.meta.response_id = column("id");
  plan.meta.submitted = plan.meta.judged_at = column("submitdate");
  plan.meta.submitted_when_filled = true;
  plan.meta.language = column("startlanguage");
  plan.meta.respondent_ref = column("token");
  plan.meta.started_at = column("startdate");
  plan.meta.ended_at = column("datestamp");
  plan.meta.duration_seconds = column("interviewtime");
  for (const char* known : {"lastpage", "seed", "ipaddr", "refurl"}) (void)column(known);
}

}  // namespace

std::optional<ReadPlan> plan_limesurvey(const CellTable& cells, const Definition& definition) {
  ReadPlan plan = detail::plan_from(cells, definition, "limesurvey", 0);
  if (!is_limesurvey(plan)) return std::nullopt;
  HeadingMap map = headings_of(definition);
  for (std::size_t c = 0; c < plan.headings.size(); ++c)
    if (const std::optional<Slot> slot = map.take(plan.headings[c]))
      detail::assign(plan, definition, *slot, static_cast<int>(c));
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    const Question& question = definition.questions[q];
    QuestionSource& source = plan.questions[q];
    source.codes = codes_of(question);
    const int other = other_option(question.options);
    if (question.type == QuestionType::multi && other >= 0 && !source.parts.empty())
      source.other = source.parts[static_cast<std::size_t>(other)];
  }
  plan.style.other_part_is_text = true;
  plan.style.unquoted_empty_is_not_shown = true;
  plan.style.ranking = RankingParts::items_of_places;
  find_meta(plan);
  return plan;
}

}  // namespace enkat
