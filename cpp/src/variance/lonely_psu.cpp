#include <algorithm>
#include <limits>

#include "enkat/base/error.hpp"
#include "parts.hpp"

namespace enkat::detail {
namespace {

/// Where every stratum is lonely there is no variance to put in its place.
constexpr double nothing_to_average = std::numeric_limits<double>::quiet_NaN();

/// The groups that a statistic is made of: its domain. One, but for statistics of joint classes (standardised means)
/// and those that look beyond their domain (poverty rates).
std::vector<std::size_t> groups_of(const Linear& statistic, std::int64_t width) {
  std::vector<std::size_t> out;
  for (const Term& t : statistic) {
    const auto g = static_cast<std::size_t>(t.column / width);
    if (std::find(out.begin(), out.end(), g) == out.end()) out.push_back(g);
  }
  return out;
}

/// Units of each stratum that have a row in any of the groups.
std::vector<std::int64_t> occupied_units(const Stage& s, const std::vector<std::uint8_t>& occupied, std::size_t groups,
                                         const std::vector<std::size_t>& of) {
  std::vector<std::int64_t> count(s.strata(), 0);
  for (std::size_t u = 0; u < s.units(); ++u) {
    bool in = false;
    for (const std::size_t g : of) in = in || occupied[u * groups + g];
    count[static_cast<std::size_t>(s.stratum[u])] += in;
  }
  return count;
}

/// Strata of a stage with a row of the domain, which alone take part in its estimates; empty when all do: without a
/// domain, or when an adjustment carries rows of the whole sample into the variance.
std::vector<std::uint8_t> strata_in_domain(const Design& design, std::size_t number) {
  const std::span<const std::uint8_t> domain = design.domain();
  if (domain.empty() || design.adjustments()) return {};
  const std::vector<Stage>& stages = design.stages();
  std::vector<std::uint8_t> in(stages.back().units(), 0);
  if (design.rows_are_units())
    std::copy(domain.begin(), domain.end(), in.begin());
  else
    design.unit_of_row().visit([&](auto unit) {
      for (std::size_t i = 0; i < domain.size(); ++i) in[static_cast<std::size_t>(unit[i])] |= domain[i];
    });
  for (std::size_t k = stages.size() - 1; k > number; --k) {
    std::vector<std::uint8_t> up(stages[k - 1].units(), 0);
    for (std::size_t u = 0; u < in.size(); ++u) up[static_cast<std::size_t>(stages[k].parent[u])] |= in[u];
    in = std::move(up);
  }
  const Stage& stage = stages[number];
  std::vector<std::uint8_t> out(stage.strata(), 0);
  for (std::size_t u = 0; u < stage.units(); ++u) out[static_cast<std::size_t>(stage.stratum[u])] |= in[u];
  return out;
}

}  // namespace

LonelyRule lonely_rule(Lonely option, double fraction) {
  if (option == Lonely::adjust) return {1 - fraction, true};
  return {};
}

void refuse_lonely(const Design& design, std::size_t number) {
  const Stage& stage = design.stages()[number];
  std::vector<std::size_t> lonely;
  for (std::size_t h = 0; h < stage.strata(); ++h)
    if (stage.lonely(h)) lonely.push_back(h);
  if (lonely.empty()) return;
  const std::vector<std::uint8_t> reached = strata_in_domain(design, number);
  std::erase_if(lonely, [&](std::size_t h) { return !reached.empty() && !reached[h]; });
  if (lonely.empty()) return;
  std::string names;
  for (std::size_t k = 0; k < std::min<std::size_t>(lonely.size(), 5); ++k)
    names += (names.empty() ? "'" : ", '") + stage.label[lonely[k]] + "'";
  throw Error(ErrorCode::design,
              std::to_string(lonely.size()) + (lonely.size() == 1 ? " stratum has" : " strata have") +
                  " one sampled cluster at stage " + std::to_string(number + 1) + " (" + names +
                  (lonely.size() > 5 ? ", ..." : "") +
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
    std::vector<std::uint8_t> up(k > 0 ? stages[k - 1].units() * groups : 0, 0);
    for (std::size_t u = 0; k > 0 && u < s.units(); ++u)
      for (std::size_t g = 0; g < groups; ++g)
        up[static_cast<std::size_t>(s.parent[u]) * groups + g] |= occupied[u * groups + g];
    StageAlone& here = out[k];
    here.alone.setZero(static_cast<Eigen::Index>(s.strata()), static_cast<Eigen::Index>(statistics.size()));
    std::vector<std::size_t> domain;  // of the statistic before: those of one domain follow one another
    std::vector<std::int64_t> count;
    for (std::size_t j = 0; j < statistics.size(); ++j) {
      if (statistics[j].empty()) {  // a constant has no variance to average
        here.average.push_back(1);
        continue;
      }
      std::vector<std::size_t> of = groups_of(statistics[j], totals.width);
      if (of != domain) {
        domain = std::move(of);
        count = occupied_units(s, occupied, groups, domain);
      }
      double present = 0, several = 0;
      for (std::size_t h = 0; h < s.strata(); ++h) {
        const std::int64_t n = count[h];
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
