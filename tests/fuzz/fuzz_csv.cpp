// Files from hostile bytes, all the way: cells, layout, typed table, findings, default policy. Every record is
// accounted for.
#include <string>

#include "../cpp/reading/responses_text.hpp"
#include "enkat/base/error.hpp"
#include "enkat/validation/policy.hpp"
#include "enkat/validation/validate.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const enkat::Definition& d = enkat_test::mentoring();
  try {
    const enkat::Responses r = enkat_test::read_text(std::string(reinterpret_cast<const char*>(data), size), d);
    enkat::ValidateOptions options{.window = enkat::WindowInstants{1673305200, 1677625199}, .today = 19500};
    options.quality = enkat::QualityRules{
        .max_longstring = 3, .min_text_entropy = 2, .max_text_copies = 2, .near_duplicate_share = 0.9};
    const enkat::ValidationReport report = enkat::validate(d, r, options);
    for (const enkat::Finding& f : report.findings)
      if (message(d, f, "sv").empty() || f.row < 0 || f.row >= r.rows) __builtin_trap();
    const enkat::PolicyResult result = enkat::apply_default_policy(d, r, report);
    if (result.counts[0] + result.counts[1] + result.counts[2] != r.rows) __builtin_trap();
  } catch (const enkat::Error&) {
  }
  return 0;
}
