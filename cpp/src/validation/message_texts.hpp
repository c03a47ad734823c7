#pragma once
#include <string_view>

#include "enkat/validation/finding.hpp"

namespace enkat::detail {

/// The sentence of a rule with its placeholders {value} {expected} {detail} {question} {check}. Swedish for "sv" and
/// its regions, English for every other language.
[[nodiscard]] std::string_view message_text(Rule rule, Side side, bool no_value, bool no_expected,
                                            std::string_view language);

}  // namespace enkat::detail
