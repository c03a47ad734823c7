#pragma once
#include "enkat/reading/question_reader.hpp"

namespace enkat::detail {

/// Reads what the survey tool recorded about each response. Moments and numbers that cannot be read are left out, and a
/// note says how many and shows one.
[[nodiscard]] ResponseMeta read_meta(const ReadContext& context, std::vector<std::string>& notes);

}  // namespace enkat::detail
