#pragma once
#include <cstdint>
#include <span>

#include "enkat/table/responses.hpp"

namespace enkat {

/// The table of these rows, in their order; problems of other rows are left out and the rest renumbered.
/// Throws enkat::Error (data) for a row outside the table.
[[nodiscard]] Responses select_rows(const Responses& responses, std::span<const std::int64_t> rows);

}  // namespace enkat
