#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace enkat {

enum class Completion : std::uint8_t { complete, partial, breakoff };

[[nodiscard]] constexpr std::string_view name_of(Completion completion) {
  constexpr std::string_view names[] = {"complete", "partial", "breakoff"};
  return names[static_cast<int>(completion)];
}

/// What was measured of every record; every vector has one entry per row, or is empty when nothing was asked for.
///
///   asked        items that routing put to the respondent; an item is a question, or a row of a matrix
///   answered     those of them with an answer; a refusal and "no opinion" are answers
///   last         index of the last question with an answer, -1 for none: the break-off point of a partial record
///   completion   answered / asked against the cut-offs
///   longstring   most equal answers in a row over scale items (longstring.cpp)
///   variability  standard deviation of a record's scale answers (variability.cpp)
///   even_odd     correlation between halves of the scales (even_odd.cpp)
struct Measures {
  std::vector<std::int32_t> asked, answered, last;
  std::vector<Completion> completion;
  std::vector<std::int32_t> longstring;
  std::vector<std::optional<double>> variability, even_odd;
};

}  // namespace enkat
