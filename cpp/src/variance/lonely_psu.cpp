#include <limits>

#include "enkat/base/error.hpp"
#include "parts.hpp"

namespace enkat::detail {
namespace {

/// Where every stratum is lonely there is no variance to put in its place.
constexpr double nothing_to_average = std::numeric_limits<double>::quiet_NaN();

}  // namespace

LonelyRule lonely_rule(Lonely option, double fraction) {
  if (option == Lonely::adjust) return {1 - fraction, true};
  return {};
}

void refuse_lonely(const Stage& stage, std::size_t number) {
  std::string names;
  int count = 0;
  for (std::size_t h = 0; h < stage.strata(); ++h) {
    if (!stage.lonely(h)) continue;
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

Alone alone_in_domains(const Design& design, const Totals& totals, std::span<const Linear> statistics) {
  if (totals.occupied.empty()) return {};
  const Lonely option = design.options().lonely;  // the others leave a domain its ordinary variance
  const bool in_domains = design.options().lonely_in_domains && (option == Lonely::adjust || option == Lonely::average);
  const std::vector<Stage>& stages = design.stages();
  const auto groups = static_cast<std::size_t>(totals.groups);
  Alone out(stages.size());
  std::vector<std::uint8_t> occupied = totals.occupied;
  for (std::size_t k = stages.size(); k-- > 0;) {
    const Stage& s = stages[k];
    std::vector<std::int64_t> count(s.strata() * groups, 0);
    std::vector<std::uint8_t> up(k > 0 ? stages[k - 1].units() * groups : 0, 0);
    for (std::size_t u = 0; u < s.units(); ++u)
      for (std::size_t g = 0; g < groups; ++g) {
        const std::uint8_t in = occupied[u * groups + g];
        count[static_cast<std::size_t>(s.stratum[u]) * groups + g] += in;
        if (k > 0) up[static_cast<std::size_t>(s.parent[u]) * groups + g] |= in;
      }
    StageAlone& here = out[k];
    here.alone.setZero(static_cast<Eigen::Index>(s.strata()), static_cast<Eigen::Index>(statistics.size()));
    for (std::size_t j = 0; j < statistics.size(); ++j) {
      if (statistics[j].empty()) {  // a constant has no variance to average
        here.average.push_back(1);
        continue;
      }
      const auto g = static_cast<std::size_t>(statistics[j].front().column / totals.width);
      double present = 0, several = 0;
      for (std::size_t h = 0; h < s.strata(); ++h) {
        const std::int64_t n = count[h * groups + g];
        present += n > 0;
        const bool left_alone = in_domains && n == 1 && s.sampled[h] > 1 && s.fraction[h] < 1;
        several += n > 0 && !s.lonely(h) && !left_alone;
        here.alone(static_cast<Eigen::Index>(h), static_cast<Eigen::Index>(j)) = left_alone;
      }
      here.average.push_back(several > 0 ? present / several : nothing_to_average);
    }
    occupied = std::move(up);
  }
  return out;
}

}  // namespace enkat::detail
