#include "enkat/design/groups.hpp"

#include <algorithm>

#include "enkat/base/parallel.hpp"

namespace enkat {
namespace {

/// Rows of non-zero weight in the design's domain, by cell.
std::vector<std::int64_t> rows_by_cell(const Design& design, const Codes& cell, int threads) {
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const std::int64_t cells = cell.levels(), lanes = lanes_for(design.rows(), 8 * cells);
  std::vector<std::vector<std::int64_t>> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, threads, [&](std::int64_t k) {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(cells) + 1, 0);  // the last: no cell
    const auto end = static_cast<std::size_t>(lane_begin(k + 1, lanes, design.rows()));
    cell.visit([&]<class T>(std::span<const T> code) {
      for (auto i = static_cast<std::size_t>(lane_begin(k, lanes, design.rows())); i < end; ++i) {
        const std::size_t c = code[i] == missing_code<T> ? static_cast<std::size_t>(cells) : code[i];
        rows[c] += w[i] != 0 && (domain.empty() || domain[i]);
      }
    });
    lane[static_cast<std::size_t>(k)] = std::move(rows);
  });
  for (std::size_t k = 1; k < lane.size(); ++k)
    for (std::size_t c = 0; c < lane[0].size(); ++c) lane[0][c] += lane[k][c];
  lane[0].pop_back();
  return std::move(lane[0]);
}

/// Codes under new numbers, -1: none.
Codes renumbered(const Codes& codes, const std::vector<std::int32_t>& number, std::int64_t levels) {
  return codes.visit([&]<class T>(std::span<const T> code) {
    std::vector<T> to(number.size());
    for (std::size_t c = 0; c < to.size(); ++c) to[c] = number[c] < 0 ? missing_code<T> : static_cast<T>(number[c]);
    std::vector<T> out(code.size());
    for (std::size_t i = 0; i < code.size(); ++i) out[i] = code[i] == missing_code<T> ? code[i] : to[code[i]];
    return Codes(Codes::Narrow(std::move(out)), levels);
  });
}

}  // namespace

Groups groups_of(const Design& design, std::span<const Codes* const> by, int threads) {
  JointCells joint = joint_cells(by, threads);
  const auto cells = static_cast<std::size_t>(joint.cell.levels());
  const std::vector<std::int64_t> rows = rows_by_cell(design, joint.cell, threads);
  std::vector<std::int32_t> used;
  for (std::size_t c = 0; c < cells; ++c)
    if (rows[c] > 0) used.push_back(static_cast<std::int32_t>(c));
  const auto in_order = [&](std::int32_t a, std::int32_t b) {
    for (const auto& m : joint.member)
      if (m[static_cast<std::size_t>(a)] != m[static_cast<std::size_t>(b)])
        return m[static_cast<std::size_t>(a)] < m[static_cast<std::size_t>(b)];
    return false;
  };
  if (!std::is_sorted(used.begin(), used.end(), in_order)) std::sort(used.begin(), used.end(), in_order);
  std::vector<std::int32_t> number(cells, -1);
  Groups out;
  out.member.resize(by.size());
  bool same = used.size() == cells;
  for (std::size_t k = 0; k < used.size(); ++k) {
    const auto c = static_cast<std::size_t>(used[k]);
    number[c] = static_cast<std::int32_t>(k);
    same = same && c == k;
    out.rows.push_back(rows[c]);
    for (std::size_t j = 0; j < by.size(); ++j) out.member[j].push_back(joint.member[j][c]);
  }
  out.code = same ? std::move(joint.cell) : renumbered(joint.cell, number, static_cast<std::int64_t>(used.size()));
  return out;
}

}  // namespace enkat
