#include "enkat/table/joint_cells.hpp"

#include <algorithm>
#include <unordered_map>

#include "enkat/base/parallel.hpp"

namespace enkat {
namespace {

constexpr std::uint64_t dense_limit = 1 << 22;
constexpr std::size_t block_rows = 1 << 16;

std::int64_t blocks_of(std::size_t rows) { return static_cast<std::int64_t>((rows + block_rows - 1) / block_rows); }

/// Calls f(begin, end) for every block of rows, at the same time.
template <class F>
void for_row_blocks(std::size_t rows, int threads, F&& f) {
  for_blocks(blocks_of(rows), threads, [&](std::int64_t b) {
    const std::size_t begin = static_cast<std::size_t>(b) * block_rows;
    f(begin, std::min(begin + block_rows, rows));
  });
}

/// sum_j code_j stride_j of every row; the type's largest value where a code is missing.
template <class Id>
std::vector<Id> dense_ids(std::span<const Codes* const> codes, const std::vector<std::uint64_t>& stride, int threads) {
  const auto rows = static_cast<std::size_t>(codes[0]->size());
  std::vector<Id> id(rows, 0);
  for_row_blocks(rows, threads, [&](std::size_t begin, std::size_t end) {
    const std::size_t size = end - begin;
    std::vector<std::uint8_t> missing(size, 0);
    std::uint8_t* const lacks = missing.data();
    Id* const out = id.data() + begin;
    for (std::size_t j = 0; j < codes.size(); ++j) {
      const auto step = static_cast<Id>(stride[j]);
      codes[j]->visit([&]<class T>(std::span<const T> v) {
        const T* const code = v.data() + begin;
        for (std::size_t i = 0; i < size; ++i) lacks[i] |= static_cast<std::uint8_t>(code[i] == missing_code<T>);
        for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<Id>(out[i] + static_cast<Id>(code[i]) * step);
      });
    }
    for (std::size_t i = 0; i < size; ++i) out[i] = lacks[i] ? missing_code<Id> : out[i];
  });
  return id;
}

/// Which ids occur.
template <class Id>
std::vector<std::uint8_t> occurring(const std::vector<Id>& id, std::uint64_t cells, int threads) {
  const auto rows = static_cast<std::int64_t>(id.size());
  const std::int64_t lanes = lanes_for(rows, static_cast<std::int64_t>(cells));
  std::vector<std::vector<std::uint8_t>> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, threads, [&](std::int64_t k) {
    auto& seen = lane[static_cast<std::size_t>(k)];
    seen.assign(cells, 0);
    const auto end = static_cast<std::size_t>(lane_begin(k + 1, lanes, rows));
    for (auto i = static_cast<std::size_t>(lane_begin(k, lanes, rows)); i < end; ++i)
      if (id[i] != missing_code<Id>) seen[id[i]] = 1;
  });
  for (std::size_t k = 1; k < lane.size(); ++k)
    for (std::size_t c = 0; c < cells; ++c) lane[0][c] |= lane[k][c];
  return std::move(lane[0]);
}

template <class Narrow, class Id>
Codes renumbered(const std::vector<Id>& id, const std::vector<std::int32_t>& number, std::int64_t cells, int threads) {
  const std::vector<Narrow> narrow(number.begin(), number.end());
  std::vector<Narrow> out(id.size());
  for_row_blocks(id.size(), threads, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) out[i] = id[i] == missing_code<Id> ? missing_code<Narrow> : narrow[id[i]];
  });
  return {Codes::Narrow(std::move(out)), cells};
}

template <class Id>
JointCells dense(std::span<const Codes* const> codes, const std::vector<std::uint64_t>& stride, std::uint64_t product,
                 int threads) {
  std::vector<Id> id = dense_ids<Id>(codes, stride, threads);
  const std::vector<std::uint8_t> seen = occurring(id, product, threads);
  std::vector<std::int32_t> number(product, 0);
  JointCells out;
  out.member.resize(codes.size());
  std::int64_t cells = 0;
  for (std::uint64_t k = 0; k < product; ++k) {
    if (!seen[k]) continue;
    number[k] = static_cast<std::int32_t>(cells++);
    for (std::size_t j = 0; j < codes.size(); ++j)
      out.member[j].push_back(
          static_cast<std::int32_t>(k / stride[j] % static_cast<std::uint64_t>(codes[j]->levels())));
  }
  if (cells < missing_code<std::uint8_t>)
    out.cell = renumbered<std::uint8_t>(id, number, cells, threads);
  else if (static_cast<std::uint64_t>(cells) == product)
    out.cell = {Codes::Narrow(std::move(id)), cells};
  else if (cells < missing_code<std::uint16_t>)
    out.cell = renumbered<std::uint16_t>(id, number, cells, threads);
  else
    out.cell = renumbered<std::uint32_t>(id, number, cells, threads);
  return out;
}

/// Cells of two codes too many to keep a table of: numbered as they appear.
JointCells sparse_pair(const Codes& first, const Codes& second) {
  std::unordered_map<std::uint64_t, std::int32_t> number;
  const auto rows = static_cast<std::size_t>(first.size());
  std::vector<std::int32_t> cell(rows, -1);
  JointCells out;
  out.member.resize(2);
  const auto n = static_cast<std::uint64_t>(second.levels());
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int32_t a = first.at(static_cast<std::int64_t>(i)), b = second.at(static_cast<std::int64_t>(i));
    if (a < 0 || b < 0) continue;
    const std::uint64_t key = static_cast<std::uint64_t>(a) * n + static_cast<std::uint64_t>(b);
    const auto [it, fresh] = number.try_emplace(key, static_cast<std::int32_t>(out.member[0].size()));
    if (fresh) {
      out.member[0].push_back(a);
      out.member[1].push_back(b);
    }
    cell[i] = it->second;
  }
  out.cell = Codes(cell, static_cast<std::int64_t>(out.member[0].size()));
  return out;
}

/// One code after the other, so that only cells which occur are multiplied with the next.
JointCells sparse(std::span<const Codes* const> codes, int threads) {
  const Codes* one[] = {codes[0]};
  JointCells out = joint_cells(one, threads);
  for (std::size_t j = 1; j < codes.size(); ++j) {
    const Codes* both[] = {&out.cell, codes[j]};
    JointCells pair = joint_cells(both, threads);
    for (auto& member : out.member) {
      std::vector<std::int32_t> of_pair;
      for (const std::int32_t k : pair.member[0]) of_pair.push_back(member[static_cast<std::size_t>(k)]);
      member = std::move(of_pair);
    }
    out.member.push_back(std::move(pair.member[1]));
    out.cell = std::move(pair.cell);
  }
  return out;
}

}  // namespace

JointCells joint_cells(std::span<const Codes* const> codes, int threads) {
  if (codes.size() == 1) {
    JointCells out{*codes[0], {{}}};
    for (std::int64_t k = 0; k < codes[0]->levels(); ++k) out.member[0].push_back(static_cast<std::int32_t>(k));
    return out;
  }
  std::vector<std::uint64_t> stride(codes.size(), 1);
  std::uint64_t product = 1;
  for (std::size_t j = codes.size(); j-- > 0 && product <= dense_limit;) {
    stride[j] = product;
    product *= static_cast<std::uint64_t>(codes[j]->levels());
  }
  if (product > dense_limit) {
    if (codes.size() > 2) return sparse(codes, threads);
    return sparse_pair(*codes[0], *codes[1]);
  }
  if (product < missing_code<std::uint16_t>) return dense<std::uint16_t>(codes, stride, product, threads);
  return dense<std::uint32_t>(codes, stride, product, threads);
}

}  // namespace enkat
