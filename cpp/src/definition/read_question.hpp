#pragma once
#include "document.hpp"

namespace enkat::detail {

/// One entry of /questions: its structure, and which keys its type allows (loader rule 8).
Question read_question(const Place& place);

}  // namespace enkat::detail
