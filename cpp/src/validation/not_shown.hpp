#pragma once
#include "enkat/definition/definition.hpp"
#include "enkat/table/responses.hpp"

namespace enkat::detail {

/// An answer that is absent because routing did not ask for it is not_shown, whether the file tells or not.
/// Judged from the answers left after a policy, so a blanked answer (invalid) counts as missing.
void mark_not_shown(const Definition& definition, Responses& responses);

}  // namespace enkat::detail
