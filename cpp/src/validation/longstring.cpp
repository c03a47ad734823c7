// Long-string index: the most equal answers in a row over scale items, in the order of the questionnaire.
//
// A row of answers goes on from one matrix to the next where both have the same options. An item without a value
// (empty, "no opinion", not asked) ends it. Source: Johnson (2005), Journal of Research in Personality 39, 103-129.
// Cost: one pass over the scale items.
#include <algorithm>

#include "families.hpp"
#include "scales.hpp"

namespace enkat::detail {
namespace {

const std::vector<std::string>& levels_of(const Scale& scale) {
  return std::get<CategoryColumn>(scale.question->parts[0].column->data).levels;
}

std::int32_t longest_run(const std::vector<Scale>& scales, const std::vector<std::uint8_t>& goes_on, std::int64_t row) {
  std::int32_t longest = 0, run = 0, last = -1;
  for (std::size_t i = 0; i < scales.size(); ++i) {
    if (!goes_on[i]) last = -1;
    for (std::size_t p = 0; p < scales[i].question->parts.size(); ++p) {
      const std::int32_t choice = choice_of(scales[i], p, row);
      run = choice >= 0 && choice == last ? run + 1 : choice >= 0 ? 1 : 0;
      last = choice;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

}  // namespace

void judge_longstring(State& s, const QualityRules& rules) {
  const std::vector<Scale> scales = scales_of(s);
  std::vector<std::uint8_t> goes_on(scales.size(), std::uint8_t{0});
  for (std::size_t i = 1; i < scales.size(); ++i) goes_on[i] = levels_of(scales[i]) == levels_of(scales[i - 1]);
  s.measures.longstring.assign(static_cast<std::size_t>(s.rows()), 0);
  for (std::int64_t r = 0; r < s.rows(); ++r) {
    const std::int32_t longest = longest_run(scales, goes_on, r);
    s.measures.longstring[static_cast<std::size_t>(r)] = longest;
    if (!rules.max_longstring || longest <= *rules.max_longstring) continue;
    Finding& f = s.report(r, Rule::quality_longstring);
    f.value = std::to_string(longest);
    f.expected = std::to_string(*rules.max_longstring);
  }
}

}  // namespace enkat::detail
