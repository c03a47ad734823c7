#pragma once
#include <functional>

#include "enkat/validation/validate.hpp"

namespace enkat {

/// Judges like `validate`, but gives the findings to `sink` one by one, in the same order, and keeps none of single
/// records: memory stays flat however many there are. What compares records with each other (identifiers, equal
/// answers, durations, copied texts, near duplicates) is judged before over the whole table, from eight bytes per row
/// and one entry per open answer, and only those findings are held.
///
/// Every record is looked at twice where `max_text_copies` is asked for. A definition with `unique` questions is judged
/// in one block, because a repeated answer decides about routing.
void validate_each(const Definition& definition, const Responses& responses, const ValidateOptions& options,
                   const std::function<void(const Finding&)>& sink, std::int64_t block_rows = 65536);

}  // namespace enkat
