#include "enkat/validation/quality_rules.hpp"

#include <cmath>
#include <string>

#include "enkat/base/error.hpp"
#include "enkat/base/numbers.hpp"

namespace enkat {
namespace {

void refuse(const char* name, double found, const char* expected) {
  const std::string text = std::isfinite(found) ? number_text(found) : "no finite number";
  throw Error(ErrorCode::data, "found " + text + ", expected " + expected, std::string("QualityRules::") + name);
}

void check_share(const char* name, const std::optional<double>& share) {
  if (share && !(*share >= 0 && *share <= 1)) refuse(name, *share, "a share from 0 to 1");
}

}  // namespace

void check_quality_rules(const QualityRules& r) {
  check_share("max_item_nonresponse", r.max_item_nonresponse);
  if (r.near_duplicate_share && !(*r.near_duplicate_share >= 0.5 && *r.near_duplicate_share <= 1))
    refuse("near_duplicate_share", *r.near_duplicate_share, "a share from 0.5 to 1");
  if (r.completion && !(r.completion->partial >= 0 && r.completion->complete <= 1))
    refuse("completion", r.completion->complete, "shares from 0 to 1");
  if (r.completion && !(r.completion->partial <= r.completion->complete))
    refuse("completion.partial", r.completion->partial, "a share not above that of a complete record");
  if (r.max_longstring && *r.max_longstring < 1)
    refuse("max_longstring", static_cast<double>(*r.max_longstring), "a number of items of 1 and more");
  if (r.min_variability && !(*r.min_variability >= 0 && std::isfinite(*r.min_variability)))
    refuse("min_variability", *r.min_variability, "a standard deviation of 0 and more");
  if (r.min_even_odd && !(*r.min_even_odd >= -1 && *r.min_even_odd <= 1))
    refuse("min_even_odd", *r.min_even_odd, "a correlation from -1 to 1");
  if (r.min_text_entropy && !(*r.min_text_entropy >= 0 && std::isfinite(*r.min_text_entropy)))
    refuse("min_text_entropy", *r.min_text_entropy, "bits per character, 0 and more");
  if (r.max_text_copies && *r.max_text_copies < 1)
    refuse("max_text_copies", static_cast<double>(*r.max_text_copies), "a number of records of 1 and more");
}

}  // namespace enkat
