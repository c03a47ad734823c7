#pragma once
#include <array>
#include <string_view>
#include <utility>

#include "enkat/design/design.hpp"

// Words of the saved form that its writer and its reader share.

namespace enkat::detail {

inline constexpr std::string_view design_format = "enkat engine design";

inline constexpr std::array<std::pair<Lonely, std::string_view>, 5> lonely_names{{{Lonely::fail, "fail"},
                                                                                  {Lonely::remove, "remove"},
                                                                                  {Lonely::certainty, "certainty"},
                                                                                  {Lonely::adjust, "adjust"},
                                                                                  {Lonely::average, "average"}}};

using PpsMethod = PpsOptions::Method;
inline constexpr std::array<std::pair<PpsMethod, std::string_view>, 4> pps_names{
    {{PpsMethod::brewer, "brewer"},
     {PpsMethod::overton, "overton"},
     {PpsMethod::hartley_rao, "hartley_rao"},
     {PpsMethod::joint, "joint"}}};

inline constexpr std::array<std::pair<TwoPhase::Method, std::string_view>, 2> two_phase_names{
    {{TwoPhase::Method::full, "full"}, {TwoPhase::Method::approx, "approx"}}};

/// The word for a value of one of the lists above.
template <class T, std::size_t n>
std::string_view name_of(const std::array<std::pair<T, std::string_view>, n>& names, T wanted) {
  for (const auto& [value, name] : names)
    if (value == wanted) return name;
  return {};
}

}  // namespace enkat::detail
