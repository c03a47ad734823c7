#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace enkat {

/// Text from outside made fit for a message: valid UTF-8 on one line, at most `limit` characters.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 60);

/// The same in double quotes.
[[nodiscard]] std::string in_quotes(std::string_view text, std::size_t limit = 60);

/// Up to three known names nearest to a mistyped one, as a clause for a message: `; did you mean "q_role"?`. Without
/// near names it lists the first few known ones: `; known are "a", "b", ...`, unless `list_known` is false.
[[nodiscard]] std::string did_you_mean(std::string_view name, const std::vector<std::string>& known,
                                       bool list_known = true);

}  // namespace enkat
