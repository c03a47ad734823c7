#pragma once
#include "document.hpp"

namespace enkat::detail {

/// The whole document: its structure as in definition.schema.json, and loader rules 3, 7 and 8.
Definition read_definition(const Place& place);

}  // namespace enkat::detail
