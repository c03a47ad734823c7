#pragma once
#include "enkat/definition/definition.hpp"
#include "problems.hpp"

namespace enkat::detail {

/// Loader rules 1 (unique ids and codes), 2 (references), 4 (limits), 5 (window) and 6 (margins) of a definition whose
/// structure is right. Names inside expressions are checked by check_expressions.
void check_rules(const Definition& definition, Problems& problems);

/// Rule 6.
void check_margins(const Definition& definition, Problems& problems);

/// Rule 2 inside expressions: every name exists and was asked earlier, codes are options of their question, and
/// operands have types that can be compared.
void check_expressions(const Definition& definition, Problems& problems);

/// Warnings about conditions that can never be met: questions nobody is asked, checks that never fire or always do,
/// checks that contradict each other. The definition must be sound.
void warn_of_conditions_never_met(const Definition& definition, Problems& problems);

/// The ids of all questions, for messages.
std::vector<std::string> question_ids(const Definition& definition);
/// The codes of options or rows.
std::vector<std::string> codes_of(const std::vector<Option>& options);

}  // namespace enkat::detail
