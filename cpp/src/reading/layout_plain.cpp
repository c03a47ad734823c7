#include "enkat/reading/layout_plain.hpp"

#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

using detail::HeadingMap;
using detail::Slot;

void add_part(HeadingMap& map, const std::string& id, const std::string& code, const Slot& slot, bool dot) {
  map.add(id + "/" + code, slot);
  map.add(id + "[" + code + "]", slot);
  if (dot) map.add(id + "." + code, slot);
}

void add_parts(HeadingMap& map, const Question& question, int q) {
  const bool matrix = question.type == QuestionType::matrix;
  const std::vector<Option>& parts = matrix ? question.rows : question.options;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const Slot slot{.question = q, .kind = Slot::Kind::part, .part = static_cast<int>(k)};
    add_part(map, question.id, parts[k].code, slot, matrix || parts[k].code != "other");
    for (std::size_t o = 0; o < question.options.size() && question.multiple_per_row; ++o) {
      const Slot cell{
          .question = q, .kind = Slot::Kind::grid, .part = static_cast<int>(k), .option = static_cast<int>(o)};
      for (const char* joint : {".", "/"})
        add_part(map, question.id + joint + parts[k].code, question.options[o].code, cell, true);
    }
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
    if (other_option(question.options) < 0 || question.type == QuestionType::matrix) continue;
    for (const char* name : {".other", "_other"})
      if (definition.find(question.id + name) == nullptr)
        map.add(question.id + name, Slot{.question = q, .kind = Slot::Kind::other});
  }
  return map;
}

void find_meta(ReadPlan& plan, const Definition& definition) {
  const auto column = [&](const std::string& name) {
    const int found = detail::column_named(plan, name);
    return found != no_column && plan.explained[static_cast<std::size_t>(found)] == 0 ? plan.claim(found) : no_column;
  };
  if (definition.unit) plan.meta.response_id = column(definition.unit->id_field);
  if (plan.meta.response_id == no_column) plan.meta.response_id = column("response_id");
  plan.meta.respondent_ref = column("respondent_ref");
  plan.meta.judged_at = plan.meta.ended_at = column("submitted_at");
  plan.meta.started_at = column("started_at");
  plan.meta.duration_seconds = column("duration_seconds");
  plan.meta.language = column("language");
  plan.meta.version = column("version");
  plan.meta.bot_score = column("bot_score");
  plan.meta.submitted = column("submitted");
}

}  // namespace

std::optional<ReadPlan> plan_plain(const CellTable& cells, const Definition& definition) {
  ReadPlan plan = detail::plan_from(cells, definition, "plain", 0);
  HeadingMap map = headings_of(definition);
  bool any = false;
  for (std::size_t c = 0; c < plan.headings.size(); ++c) {
    const std::optional<Slot> slot = map.take(plan.headings[c]);
    if (!slot) continue;
    detail::assign(plan, definition, *slot, static_cast<int>(c));
    any = true;
  }
  if (!any) return std::nullopt;
  find_meta(plan, definition);
  for (std::size_t q = 0; q < definition.questions.size(); ++q) {
    QuestionSource& source = plan.questions[q];
    add_codes(source.codes, definition.questions[q].options);
    add_labels(source.codes, definition.questions[q].options, definition.languages);
  }
  plan.style.separators = ";,|";
  return plan;
}

}  // namespace enkat
