#include "enkat/state/seen_groups.hpp"

#include <algorithm>

namespace enkat {

Categories levels_only(const SeenLevels& seen) {
  Categories out;
  for (const std::int32_t k : seen.in_order()) out.levels.push_back(seen.levels()[static_cast<std::size_t>(k)]);
  out.codes = Codes(Codes::Narrow(std::vector<std::uint8_t>()), seen.size());
  return out;
}

std::vector<std::int32_t> places_of(const SeenLevels& seen) {
  const std::vector<std::int32_t> order = seen.in_order();
  std::vector<std::int32_t> out(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) out[static_cast<std::size_t>(order[k])] = static_cast<std::int32_t>(k);
  return out;
}

SeenGroups::SeenGroups(std::size_t variables, const std::vector<LevelOrder>& order, const std::string& last) {
  for (std::size_t k = 0; k < variables; ++k) by_.emplace_back(k < order.size() ? order[k] : LevelOrder::as_seen, last);
  joint_.resize(variables > 1 ? variables - 1 : 0);
}

std::int64_t SeenGroups::size() const {
  if (by_.empty()) return 1;
  return joint_.empty() ? by_[0].size() : joint_.back().size();
}

Codes SeenGroups::codes_of(std::span<const Categories* const> by) {
  Codes out = by_[0].codes_of(*by[0]);
  for (std::size_t k = 1; k < by.size(); ++k) out = joint_[k - 1].codes_of(out, by_[k].codes_of(*by[k]));
  return out;
}

std::vector<std::int32_t> SeenGroups::members(std::int32_t group) const {
  std::vector<std::int32_t> out(by_.size());
  for (std::size_t k = by_.size(); k-- > 1;) {
    out[k] = joint_[k - 1].second()[static_cast<std::size_t>(group)];
    group = joint_[k - 1].first()[static_cast<std::size_t>(group)];
  }
  if (!out.empty()) out[0] = group;
  return out;
}

std::vector<std::int32_t> SeenGroups::numbers_of(const SeenGroups& other) {
  std::vector<std::vector<std::int32_t>> level;
  for (std::size_t k = 0; k < by_.size(); ++k) level.push_back(by_[k].numbers_of(other.by_[k].levels()));
  std::vector<std::int32_t> out;
  for (std::int64_t g = 0; g < other.size(); ++g) {
    const std::vector<std::int32_t> m = other.members(static_cast<std::int32_t>(g));
    std::int32_t own = m.empty() ? 0 : level[0][static_cast<std::size_t>(m[0])];
    for (std::size_t k = 1; k < m.size(); ++k)
      own = joint_[k - 1].number_of(own, level[k][static_cast<std::size_t>(m[k])]);
    out.push_back(own);
  }
  return out;
}

SeenGroups::Ordered SeenGroups::in_order(std::span<const std::uint8_t> occurs) const {
  Ordered out;
  out.place.assign(static_cast<std::size_t>(size()), by_.empty() ? 0 : -1);
  if (by_.empty()) return out;
  std::vector<std::vector<std::int32_t>> place;
  for (const SeenLevels& l : by_) {
    out.levels.push_back(levels_only(l));
    place.push_back(places_of(l));
  }
  struct Domain {
    std::vector<std::int32_t> levels;
    std::size_t number;
  };
  std::vector<Domain> used;
  for (std::size_t g = 0; g < occurs.size(); ++g) {
    if (!occurs[g]) continue;
    used.push_back({members(static_cast<std::int32_t>(g)), g});
    for (std::size_t k = 0; k < place.size(); ++k)
      used.back().levels[k] = place[k][static_cast<std::size_t>(used.back().levels[k])];
  }
  std::sort(used.begin(), used.end(), [](const Domain& a, const Domain& b) { return a.levels < b.levels; });
  out.member.resize(by_.size());
  for (std::size_t k = 0; k < used.size(); ++k) {
    out.place[used[k].number] = static_cast<std::int32_t>(k);
    for (std::size_t j = 0; j < by_.size(); ++j) out.member[j].push_back(used[k].levels[j]);
  }
  return out;
}

}  // namespace enkat
