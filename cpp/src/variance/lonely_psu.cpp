#include "enkat/base/error.hpp"
#include "parts.hpp"

namespace enkat::detail {
namespace {

bool lonely(const Stage& s, std::size_t h) { return s.sampled[h] == 1 && s.fraction[h] < 1; }

}  // namespace

LonelyRule lonely_rule(Lonely option, double fraction) {
  if (option == Lonely::adjust) return {1 - fraction, true};
  return {};
}

void refuse_lonely(const Stage& stage, std::size_t number) {
  std::string names;
  int count = 0;
  for (std::size_t h = 0; h < stage.strata(); ++h) {
    if (!lonely(stage, h)) continue;
    if (++count <= 5) names += (names.empty() ? "'" : ", '") + stage.label[h] + "'";
  }
  if (count == 0) return;
  throw Error(ErrorCode::design,
              std::to_string(count) + (count == 1 ? " stratum has" : " strata have") +
                  " one sampled cluster at stage " + std::to_string(number + 1) + " (" + names +
                  (count > 5 ? ", ..." : "") +
                  "), so its variance cannot be estimated; merge it with a neighbour, or choose lonely= one of "
                  "'certainty', 'remove', 'adjust', 'average'",
              "lonely");
}

double average_factor(const Stage& stage) {
  std::size_t alone = 0;
  for (std::size_t h = 0; h < stage.strata(); ++h) alone += lonely(stage, h);
  return alone < stage.strata() ? static_cast<double>(stage.strata()) / static_cast<double>(stage.strata() - alone) : 1;
}

}  // namespace enkat::detail
