#include "not_shown.hpp"

#include "enkat/table/evaluate.hpp"

namespace enkat::detail {
namespace {

/// Rows that the routing of a question, and that of its section, lets through; a missing condition does not.
std::vector<std::uint8_t> asked(const Definition& definition, const Question& q, const EvaluationContext& context) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(context.rows), 1);
  const Section* section = definition.section_of(q);
  for (const auto* condition : {&q.show_if, section ? &section->show_if : nullptr}) {
    if (!condition || !*condition) continue;
    const std::vector<Truth> truth = evaluate_condition(**condition, context);
    for (std::size_t r = 0; r < out.size(); ++r) out[r] &= static_cast<std::uint8_t>(truth[r] == Truth::yes);
  }
  return out;
}

bool belongs_to(const Column& column, const Question& q) {
  return column.name == q.id || column.name.starts_with(q.id + ".");
}

}  // namespace

void mark_not_shown(const Definition& definition, Responses& responses) {
  for (const Question& q : definition.questions) {
    const Section* section = definition.section_of(q);
    if (!q.show_if && !(section && section->show_if)) continue;
    const std::vector<std::uint8_t> shown = asked(definition, q, context_of(responses));
    for (Column& column : responses.columns) {
      if (!belongs_to(column, q)) continue;
      for (std::size_t r = 0; r < column.missing.size(); ++r)
        if (!shown[r] && column.missing[r] == Missing::no_answer) column.missing[r] = Missing::not_shown;
    }
  }
}

}  // namespace enkat::detail
