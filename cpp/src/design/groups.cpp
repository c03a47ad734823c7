#include "enkat/design/groups.hpp"

#include <algorithm>

namespace enkat {

Groups groups_of(const Design& design, std::span<const Codes* const> by) {
  const JointCells joint = joint_cells(by);
  const auto cells = static_cast<std::size_t>(joint.cell.levels());
  std::vector<std::int64_t> rows(cells, 0);
  std::vector<std::int32_t> code(static_cast<std::size_t>(design.rows()), -1);
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  joint.cell.visit([&]<class T>(std::span<const T> cell) {
    for (std::size_t i = 0; i < cell.size(); ++i) {
      if (cell[i] == missing_code<T>) continue;
      code[i] = static_cast<std::int32_t>(cell[i]);
      rows[cell[i]] += w[i] != 0 && (domain.empty() || domain[i]);
    }
  });
  std::vector<std::int32_t> used;
  for (std::size_t c = 0; c < cells; ++c)
    if (rows[c] > 0) used.push_back(static_cast<std::int32_t>(c));
  const auto levels_of = [&](std::int32_t c) {
    std::vector<std::int32_t> out;
    for (const auto& m : joint.member) out.push_back(m[static_cast<std::size_t>(c)]);
    return out;
  };
  std::sort(used.begin(), used.end(), [&](auto a, auto b) { return levels_of(a) < levels_of(b); });
  std::vector<std::int32_t> number(cells, -1);
  Groups out;
  out.member.resize(by.size());
  for (std::size_t k = 0; k < used.size(); ++k) {
    const auto c = static_cast<std::size_t>(used[k]);
    number[c] = static_cast<std::int32_t>(k);
    out.rows.push_back(rows[c]);
    for (std::size_t j = 0; j < by.size(); ++j) out.member[j].push_back(joint.member[j][c]);
  }
  for (std::int32_t& c : code)
    if (c >= 0) c = number[static_cast<std::size_t>(c)];
  out.code = Codes(code, static_cast<std::int64_t>(used.size()));
  return out;
}

}  // namespace enkat
