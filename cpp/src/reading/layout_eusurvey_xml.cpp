#include "enkat/reading/layout_eusurvey_xml.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/headings.hpp"

namespace enkat {
namespace {

using detail::Slot;

/// An option, matrix row or item of the questionnaire in the file.
struct XmlPart {
  std::string id;
  Text texts;
  std::vector<std::string> dependents;  ///< elements that appear when the option is chosen
};

struct XmlQuestion {
  std::string id, type;
  Text texts;
  std::vector<XmlPart> options, rows;
  int question = -1;  ///< place in Definition::questions
};

enum ElementColumn : std::size_t {
  language_column,
  tag_column,
  type_column,
  id_column,
  text_column,
  dependents_column
};

std::vector<std::string> split_ids(std::string_view joined) {
  std::vector<std::string> out;
  for (const std::string_view id : split_known(joined, ";", {})) out.emplace_back(id);
  return out;
}

/// The questionnaire, each element once with its texts in all languages. A part belongs to the question before it.
std::vector<XmlQuestion> questionnaire_of(const CellTable& elements) {
  std::vector<XmlQuestion> questions;
  const auto cell = [&](std::int64_t r, std::size_t c) { return std::string(elements.at(r, c).text); };
  std::map<std::string, Text> texts;
  std::set<std::string> seen;
  for (std::int64_t r = 0; r < elements.rows(); ++r)
    texts[cell(r, id_column)][lower_ascii(cell(r, language_column))] = normalised_spaces(cell(r, text_column));
  for (std::int64_t r = 0; r < elements.rows(); ++r) {
    const std::string tag = cell(r, tag_column), id = cell(r, id_column);
    if (id.empty() || !seen.insert(id).second) continue;
    const XmlPart part{id, texts[id], split_ids(elements.at(r, dependents_column).text)};
    if (tag == "Question" || tag == "MatrixTitle")
      questions.push_back({id, cell(r, type_column), texts[id], {}, {}, -1});
    else if (questions.empty())
      continue;
    else if (tag == "MatrixQuestion")
      questions.back().rows.push_back(part);
    else if (tag == "Answer" || tag == "MatrixAnswer" || tag == "RankingItem")
      questions.back().options.push_back(part);
  }
  return questions;
}

bool same_text(const Text& found, const Text& expected) {
  return std::any_of(expected.begin(), expected.end(), [&](const auto& e) {
    const std::string text = normalised_spaces(e.second);
    return !text.empty() && std::any_of(found.begin(), found.end(), [&](const auto& f) { return f.second == text; });
  });
}

/// Whether a question of the file could be a question of the definition although its wording differs.
bool same_shape(const XmlQuestion& found, const Question& expected) {
  if (found.options.size() != expected.options.size() || found.rows.size() != expected.rows.size()) return false;
  const std::string type = lower_ascii(found.type);
  switch (expected.type) {
    case QuestionType::single:
      return type == "single choice";
    case QuestionType::multi:
      return type == "multiple choice";
    case QuestionType::ranking:
      return type == "ranking";
    case QuestionType::number:
    case QuestionType::rating:
      return type == "number" || type == "rating";
    case QuestionType::date:
      return type == "date";
    case QuestionType::matrix:
      return type == "matrix";
    default:
      return false;  // a free text in the same place may be anything
  }
}

void match_by_text(std::vector<XmlQuestion>& found, const Definition& definition) {
  std::vector<bool> used(definition.questions.size(), false);
  for (XmlQuestion& x : found)
    for (std::size_t q = 0; q < used.size() && x.question < 0; ++q)
      if (!used[q] && same_text(x.texts, definition.questions[q].text)) {
        x.question = static_cast<int>(q);
        used[q] = true;
      }
}

/// Matches what is left between two matched neighbours, in order.
void match_by_place(std::vector<XmlQuestion>& found, const Definition& definition, std::vector<std::string>& notes) {
  std::vector<bool> used(definition.questions.size(), false);
  for (const XmlQuestion& x : found)
    if (x.question >= 0) used[static_cast<std::size_t>(x.question)] = true;
  std::size_t next = 0;
  for (XmlQuestion& x : found) {
    if (x.question >= 0) {
      next = static_cast<std::size_t>(x.question) + 1;
      continue;
    }
    std::size_t q = next;
    while (q < used.size() && !used[q] && !same_shape(x, definition.questions[q])) ++q;
    if (q == used.size() || used[q]) continue;
    x.question = static_cast<int>(q);
    used[q] = true;
    next = q + 1;
    notes.push_back("the wording of question " + definition.questions[q].id + " in the file, '" +
                    (x.texts.empty() ? x.id : shortened(x.texts.begin()->second, 80)) +
                    "', is none of the definition's; it was taken by its place and type");
  }
}

/// For each part of the file its place among the definition's, by text, else by place where the numbers agree; -1:
/// none.
std::vector<int> match_parts(const std::vector<XmlPart>& found, const std::vector<Option>& expected) {
  std::vector<int> out(found.size(), -1);
  std::vector<bool> used(expected.size(), false);
  for (std::size_t i = 0; i < found.size(); ++i)
    for (std::size_t k = 0; k < expected.size() && out[i] < 0; ++k)
      if (!used[k] && same_text(found[i].texts, expected[k].label)) {
        out[i] = static_cast<int>(k);
        used[k] = true;
      }
  for (std::size_t i = 0; i < found.size() && found.size() == expected.size(); ++i)
    if (out[i] < 0 && !used[i]) out[i] = static_cast<int>(i);
  return out;
}

/// The free-text question behind an "other" option: one that depends on it, else the one right after the question.
const XmlQuestion* other_text_of(const std::vector<XmlQuestion>& all, std::size_t at, const std::vector<int>& options,
                                 int other) {
  const auto free_text = [](const XmlQuestion& x) { return x.question < 0 && x.options.empty() && x.rows.empty(); };
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i] != other) continue;
    const std::vector<std::string>& dependents = all[at].options[i].dependents;
    for (const XmlQuestion& x : all)
      if (free_text(x) && std::find(dependents.begin(), dependents.end(), x.id) != dependents.end()) return &x;
  }
  return at + 1 < all.size() && free_text(all[at + 1]) ? &all[at + 1] : nullptr;
}

void assign_question(ReadPlan& plan, const Definition& definition, const std::vector<XmlQuestion>& all,
                     std::size_t at) {
  const XmlQuestion& x = all[at];
  const Question& question = definition.questions[static_cast<std::size_t>(x.question)];
  QuestionSource& source = plan.questions[static_cast<std::size_t>(x.question)];
  const std::vector<int> options = match_parts(x.options, question.options), rows = match_parts(x.rows, question.rows);
  for (std::size_t i = 0; i < options.size(); ++i)
    if (options[i] >= 0) source.codes.add(x.options[i].id, options[i]);
  Slot slot{.question = x.question};
  if (const int column = detail::column_named(plan, x.id); column != no_column && question.type != QuestionType::matrix)
    detail::assign(plan, definition, slot, column);
  slot.kind = Slot::Kind::part;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    slot.part = rows[i];
    if (const int column = detail::column_named(plan, x.rows[i].id); column != no_column && rows[i] >= 0)
      detail::assign(plan, definition, slot, column);
  }
  const int other = question.type == QuestionType::matrix ? -1 : other_option(question.options);
  if (other < 0) return;
  if (const XmlQuestion* text = other_text_of(all, at, options, other))
    source.other = plan.claim(detail::column_named(plan, text->id));
}

void find_meta(ReadPlan& plan) {
  const auto column = [&](const char* name) { return plan.claim(detail::column_named(plan, name)); };
  plan.meta.response_id = column("id");
  plan.meta.judged_at = plan.meta.started_at = column("create");
  plan.meta.ended_at = column("last");
  plan.meta.language = column("lang");
  plan.meta.respondent_ref = column("invitation");
  plan.meta.respondent_ref_else = column("user");
}

}  // namespace

Responses read_eusurvey_xml(const CellTable& elements, const CellTable& answers, const Definition& definition) {
  ReadPlan plan = detail::plan_from(answers, definition, "eusurvey_xml", 0);
  std::vector<XmlQuestion> found = questionnaire_of(elements);
  match_by_text(found, definition);
  match_by_place(found, definition, plan.notes);
  find_meta(plan);
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i].question >= 0) assign_question(plan, definition, found, i);
  for (const XmlQuestion& x : found)  // messages name what is left by its text, not by its id
    if (const int c = detail::column_named(plan, x.id); c != no_column && !x.texts.empty())
      plan.headings[static_cast<std::size_t>(c)] = x.texts.begin()->second;
  plan.style.slashes = SlashDate::day_first;
  return read_plan(answers, definition, plan);
}

}  // namespace enkat
