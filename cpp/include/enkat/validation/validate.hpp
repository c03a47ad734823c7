#pragma once
#include <cstdint>
#include <optional>

#include "enkat/base/progress.hpp"
#include "enkat/definition/definition.hpp"
#include "enkat/table/responses.hpp"
#include "enkat/validation/finding.hpp"
#include "enkat/validation/quality_rules.hpp"

namespace enkat {

/// The fieldwork window in seconds of UTC since 1970. The caller converts `window.opens` and `closes` (without the
/// grace minutes), because C++20 libraries do not all carry a time zone database.
struct WindowInstants {
  std::int64_t opens = 0;
  std::int64_t closes = 0;
};

struct ValidateOptions {
  std::optional<WindowInstants> window = {};  ///< needed only for files whose times name an offset from UTC
  std::optional<std::int32_t> today = {};     ///< days since 1970, for `today()` in expressions
  std::optional<QualityRules> quality = {};   ///< rules judged on request; also measures every record
  int threads = 0;         ///< at most so many; 0: all cores. The findings are the same for any number
  Progress progress = {};  ///< in rows
};

/// Judges every record by the definition: the rules of docs/user_guide/validation.md.
///
/// Question by question in order: routing first (a routed-away answer counts as absent from then on), then whether an
/// answer is there, then its value. Where a condition reads an answer with an error of its own, the questions that it
/// routes and the checks that use it are not judged in that row: the defect is reported once, not with its
/// consequences. A row with the wrong number of cells gives that one finding only.
///
/// Rows are judged in blocks by several threads; what compares records with each other, once for all. A question whose
/// answers must be `unique` makes it one block, because a repeated answer decides about routing.
///
/// Cost: a few passes over each column, one block in the cache at a time. Throws enkat::Error (data) for a column whose
/// type cannot hold answers to its question, and for times with an offset when `options.window` is absent. Never throws
/// for bad answers.
[[nodiscard]] ValidationReport validate(const Definition& definition, const Responses& responses,
                                        const ValidateOptions& options = {});

}  // namespace enkat
