#pragma once
#include <string_view>

#include "enkat/validation/finding.hpp"

namespace enkat::detail {

/// Whether messages are Swedish: "sv" and its regions. English otherwise.
[[nodiscard]] bool is_swedish(std::string_view language);

/// The sentence of a rule with its placeholders {value} {expected} {detail} {question} {check}.
[[nodiscard]] std::string_view message_text(Rule rule, Side side, bool no_value, bool no_expected,
                                            std::string_view language);

}  // namespace enkat::detail
