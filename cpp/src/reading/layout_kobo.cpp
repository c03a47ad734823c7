#include "enkat/reading/layout_kobo.hpp"

#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

using detail::HeadingMap;
using detail::Slot;

/// "_1st_choice", "_2nd_choice", ...: the places of Kobo's ranking question.
std::string choice_name(std::size_t k) {
  const char* ending = k == 0 ? "st" : k == 1 ? "nd" : k == 2 ? "rd" : "th";
  return "_" + std::to_string(k + 1) + ending + "_choice";
}

void add_parts(HeadingMap& map, const Question& question, int q) {
  const bool matrix = question.type == QuestionType::matrix;
  const std::vector<Option>& parts = matrix ? question.rows : question.options;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const Slot slot{.question = q, .kind = Slot::Kind::part, .part = static_cast<int>(k)};
    if (question.type == QuestionType::ranking)
      map.add(question.id + "/" + choice_name(k), slot);
    else
      map.add(question.id + "/" + parts[k].code, slot);
    for (std::size_t o = 0; o < question.options.size() && question.multiple_per_row; ++o)
      map.add(
          question.id + "/" + parts[k].code + "/" + question.options[o].code,
          Slot{.question = q, .kind = Slot::Kind::grid, .part = static_cast<int>(k), .option = static_cast<int>(o)});
  }
}

HeadingMap headings_of(const Definition& definition) {
  HeadingMap map;
  for (std::size_t i = 0; i < definition.questions.size(); ++i) {
    const Question& question = definition.questions[i];
    const int q = static_cast<int>(i);
    map.add(question.id, Slot{.question = q});
    if (question.type == QuestionType::multi || question.type == QuestionType::matrix ||
        question.type == QuestionType::ranking)
      add_parts(map, question, q);
    if (other_option(question.options) >= 0)
      for (const char* name : {"_other", ".other"})
        if (definition.find(question.id + name) == nullptr)
          map.add(question.id + name, Slot{.question = q, .kind = Slot::Kind::other});
  }
  return map;
}

/// The heading, or what is left of it when names of groups before a "/" are taken away.
std::optional<Slot> take_in_groups(HeadingMap& map, std::string_view heading) {
  while (true) {
    if (std::optional<Slot> slot = map.take(heading)) return slot;
    const std::size_t slash = heading.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    heading.remove_prefix(slash + 1);
  }
}

void find_meta(ReadPlan& plan) {
  const auto column = [&](const char* name) { return plan.claim(detail::column_named(plan, name)); };
  plan.meta.response_id = column("_uuid");
  const int row_id = column("_id");
  if (plan.meta.response_id == no_column) plan.meta.response_id = row_id;
  plan.meta.started_at = column("start");
  plan.meta.judged_at = plan.meta.ended_at = column("end");
  const int submission = column("_submission_time");
  plan.meta.times_are_utc = plan.meta.judged_at == no_column;
  if (plan.meta.times_are_utc) plan.meta.judged_at = plan.meta.ended_at = submission;
  plan.meta.duration_from_times = !plan.meta.times_are_utc && plan.meta.started_at != no_column;
  plan.meta.version = column("__version__");
  for (const char* known : {"_validation_status", "_notes", "_status", "_submitted_by", "_tags", "_index", "today",
                            "deviceid", "username", "phonenumber", "simserial", "subscriberid", "meta/instanceID",
                            "meta/rootUuid", "formhub/uuid", "_xform_id_string", "_attachments", "_geolocation"})
    (void)column(known);
}

}  // namespace

std::optional<ReadPlan> plan_kobo(const CellTable& cells, const Definition& definition) {
  ReadPlan plan = detail::plan_from(cells, definition, "kobo", 0);
  bool marked = false;
  for (const char* name : {"_uuid", "_submission_time", "__version__"})
    marked = marked || detail::column_named(plan, name) != no_column;
  if (!marked) return std::nullopt;
  HeadingMap map = headings_of(definition);
  for (std::size_t c = 0; c < plan.headings.size(); ++c)
    if (const std::optional<Slot> slot = take_in_groups(map, plan.headings[c]))
      detail::assign(plan, definition, *slot, static_cast<int>(c));
  find_meta(plan);
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    QuestionSource& source = plan.questions[q];
    add_codes(source.codes, definition.questions[q].options);
    if (source.column == no_column || definition.questions[q].type != QuestionType::ranking) continue;
    source.parts.clear();  // the joined cell says it all
  }
  plan.style.separators = " ";
  plan.style.ranking = RankingParts::items_of_places;
  return plan;
}

}  // namespace enkat
