#include "enkat/state/seen_levels.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "enkat/table/joint_cells.hpp"

namespace enkat {
namespace {

double as_number(const std::string& level) {
  double value = 0;
  std::from_chars(level.data(), level.data() + level.size(), value);
  return value;
}

bool is_identity(std::span<const std::int32_t> to) {
  for (std::size_t k = 0; k < to.size(); ++k)
    if (to[k] != static_cast<std::int32_t>(k)) return false;
  return true;
}

template <class Narrow>
Codes mapped(const Codes& codes, std::span<const std::int32_t> to, std::int64_t levels) {
  const std::vector<Narrow> narrow(to.begin(), to.end());
  return codes.visit([&]<class T>(std::span<const T> code) {
    std::vector<Narrow> out(code.size());
    for (std::size_t i = 0; i < code.size(); ++i)
      out[i] = code[i] == missing_code<T> ? missing_code<Narrow> : narrow[code[i]];
    return Codes(Codes::Narrow(std::move(out)), levels);
  });
}

}  // namespace

Codes renumbered(const Codes& codes, std::span<const std::int32_t> to, std::int64_t levels) {
  if (is_identity(to))
    return codes.visit([&]<class T>(std::span<const T> code) {
      return Codes(Codes::Narrow(std::vector<T>(code.begin(), code.end())), levels);
    });
  if (levels < missing_code<std::uint8_t>) return mapped<std::uint8_t>(codes, to, levels);
  if (levels < missing_code<std::uint16_t>) return mapped<std::uint16_t>(codes, to, levels);
  return mapped<std::uint32_t>(codes, to, levels);
}

std::vector<std::int32_t> SeenLevels::numbers_of(std::span<const std::string> levels) {
  std::vector<std::int32_t> out(levels.size());
  if (levels.size() > 1 && levels.size() <= levels_.size() &&
      std::equal(levels.begin(), levels.end(), levels_.begin())) {
    std::iota(out.begin(), out.end(), 0);
    return out;
  }
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const auto [at, fresh] = number_.try_emplace(levels[k], static_cast<std::int32_t>(levels_.size()));
    if (fresh) levels_.push_back(levels[k]);
    out[k] = at->second;
  }
  return out;
}

Codes SeenLevels::codes_of(const Categories& chunk) {
  const std::vector<std::int32_t> to = numbers_of(chunk.levels);
  return renumbered(chunk.codes, to, size());
}

Codes SeenLevels::codes_of_used(const Categories& chunk) {
  if (chunk.levels.size() <= levels_.size() && std::equal(chunk.levels.begin(), chunk.levels.end(), levels_.begin()))
    return codes_of(chunk);
  std::vector<std::uint8_t> used(chunk.levels.size(), 0);
  chunk.codes.visit([&]<class T>(std::span<const T> code) {
    for (const T c : code)
      if (c != missing_code<T>) used[c] = 1;
  });
  std::vector<std::int32_t> to(chunk.levels.size(), 0);
  for (std::size_t k = 0; k < to.size(); ++k)
    if (used[k]) to[k] = numbers_of(std::span(&chunk.levels[k], 1))[0];
  return renumbered(chunk.codes, to, size());
}

std::vector<std::int32_t> SeenLevels::in_order() const {
  std::vector<std::int32_t> out(levels_.size());
  std::iota(out.begin(), out.end(), 0);
  const auto level = [&](std::int32_t k) -> const std::string& { return levels_[static_cast<std::size_t>(k)]; };
  if (order_ == LevelOrder::text)
    std::sort(out.begin(), out.end(), [&](auto a, auto b) { return level(a) < level(b); });
  if (order_ == LevelOrder::number)
    std::sort(out.begin(), out.end(), [&](auto a, auto b) {
      const double x = as_number(level(a)), y = as_number(level(b));
      return x < y || (x == y && (level(a).size() < level(b).size() ||
                                  (level(a).size() == level(b).size() && level(a) < level(b))));
    });
  if (!last_.empty()) std::stable_partition(out.begin(), out.end(), [&](auto k) { return level(k) != last_; });
  return out;
}

std::int32_t SeenPairs::number_of(std::int32_t first, std::int32_t second) {
  const auto key = static_cast<std::uint64_t>(static_cast<std::uint32_t>(first)) << 32 |
                   static_cast<std::uint64_t>(static_cast<std::uint32_t>(second));
  const auto [at, fresh] = number_.try_emplace(key, static_cast<std::int32_t>(first_.size()));
  if (fresh) {
    first_.push_back(first);
    second_.push_back(second);
  }
  return at->second;
}

Codes SeenPairs::codes_of(const Codes& first, const Codes& second) {
  const Codes* both[] = {&first, &second};
  const JointCells joint = joint_cells(both, 1);
  std::vector<std::int32_t> to;
  for (std::size_t k = 0; k < joint.member[0].size(); ++k)
    to.push_back(number_of(joint.member[0][k], joint.member[1][k]));
  return renumbered(joint.cell, to, size());
}

}  // namespace enkat
