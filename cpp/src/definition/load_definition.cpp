#include "document.hpp"
#include "enkat/definition/load.hpp"
#include "read_definition.hpp"
#include "rules.hpp"

namespace enkat {

Definition load_definition(std::string_view text) {
  const detail::JsonValue json = detail::parse_document(text);
  detail::Problems problems;
  detail::Context context{problems, {}, {}};
  Definition definition = detail::read_definition(detail::Place(json, "", context));
  problems.throw_if_any();  // the rules below stand on a sound structure
  detail::check_rules(definition, problems);
  detail::check_expressions(definition, problems);
  problems.throw_if_any();
  detail::warn_of_conditions_never_met(definition, problems);
  definition.warnings = problems.take_warnings();
  return definition;
}

}  // namespace enkat
