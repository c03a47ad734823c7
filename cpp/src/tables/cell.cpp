#include "enkat/tables/cell.hpp"

namespace enkat {

std::vector<std::string> StatusSet::codes() const {
  std::vector<std::string> out;
  for (const Status s :
       {Status::not_applicable, Status::not_available, Status::confidential, Status::unreliable, Status::low})
    if (has(s)) {
      out.emplace_back(code_of(s));
      break;
    }
  for (const Status s : {Status::break_in_series, Status::provisional, Status::estimated})
    if (has(s)) out.emplace_back(code_of(s));
  if (out.empty()) out.emplace_back("ok");
  return out;
}

std::string_view name_of(Measure measure) {
  constexpr std::string_view names[] = {"percent", "count", "mean", "sd", "nps", "mean_rank"};
  return names[static_cast<int>(measure)];
}

std::string_view name_of(Role role) {
  constexpr std::string_view names[] = {"answer", "net", "detail", "summary", "apart"};
  return names[static_cast<int>(role)];
}

}  // namespace enkat
