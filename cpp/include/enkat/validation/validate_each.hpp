#pragma once
#include <functional>

#include "enkat/validation/validate.hpp"

namespace enkat {

/// Judges like `validate`, but gives the findings to `sink` one by one, in the same order, and keeps none: memory stays
/// flat however many there are. Rows are taken in blocks; what compares records with each other (the window,
/// duplicates, durations, versions) is judged once over the whole table before, and only those findings are held.
///
/// Rules on request compare whole files and are not streamed: throws enkat::Error (data) where `options.quality` is
/// given. A definition with `unique` questions is judged in one block, because a repeated answer decides about routing.
void validate_each(const Definition& definition, const Responses& responses, const ValidateOptions& options,
                   const std::function<void(const Finding&)>& sink, std::int64_t block_rows = 65536);

}  // namespace enkat
