#pragma once
#include <cstdint>
#include <optional>

namespace enkat {

/// From which share of the asked items on a record is complete, and from which it is at least a partial interview.
/// Source: AAPOR Standard Definitions, "complete, partial and break-off", which asks every survey to declare its own.
struct CompletionCutoffs {
  double complete = 0.8;
  double partial = 0.5;
};

/// Rules about the quality of whole records. They are judged on request only: what is normal differs from survey to
/// survey, so each is off until the survey states its bound. Every method has its own file in src/validation.
struct QualityRules {
  std::optional<CompletionCutoffs> completion = {};  ///< quality.incomplete: partial or break-off
  std::optional<double> max_item_nonresponse = {};   ///< quality.item_nonresponse: above this share of the asked items
  std::optional<std::int64_t> max_longstring = {};   ///< quality.longstring: more equal scale answers in a row
  std::optional<double> min_variability = {};   ///< quality.variability: a smaller standard deviation of scale answers
  std::optional<double> min_even_odd = {};      ///< quality.even_odd: a smaller correlation of the scales' halves
  std::optional<double> min_text_entropy = {};  ///< quality.text_entropy: fewer bits per character in an open answer
  std::optional<std::int64_t> max_text_copies = {};  ///< quality.text_copy: the same open answer in more records
  std::optional<double> near_duplicate_share = {};   ///< quality.near_duplicate: at least this share of equal answers
};

/// Throws enkat::Error (data) for a share outside 0 to 1, a bound that is not finite, or cut-offs that cross.
void check_quality_rules(const QualityRules& rules);

}  // namespace enkat
