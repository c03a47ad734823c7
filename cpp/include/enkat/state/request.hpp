#pragma once
#include <cstdint>
#include <vector>

#include "enkat/table/numbers.hpp"

namespace enkat {

/// A categorical or multi-select variable, whichever is set.
struct Factor {
  const Codes* codes = nullptr;
  const OptionSet* options = nullptr;

  [[nodiscard]] std::int64_t levels() const {
    if (codes) return codes->levels();
    return options ? static_cast<std::int64_t>(options->options.size()) : 1;
  }
};

/// Some columns z of the totals: 1, a centred number, the indicators of a variable's categories, or of all pairs of
/// two, or a centred number in each category of a variable.
struct Block {
  enum class Kind { ones, number, indicators, pairs, number_in };
  Kind kind = Kind::ones;
  const Numbers* number = nullptr;
  Factor first = {}, second = {};

  [[nodiscard]] std::int64_t width() const {
    if (kind == Kind::indicators || kind == Kind::number_in) return first.levels();
    return kind == Kind::pairs ? first.levels() * second.levels() : 1;
  }
};

/// What to add up in one pass over the rows: the columns z = (blocks side by side), separately in every group.
/// A row takes part when it is in the design's domain, has a group, and no variable of any block is missing.
struct TotalsRequest {
  std::vector<Block> blocks;
  const Codes* group = nullptr;  ///< nullptr: one group
  int threads = 0;               ///< 0: all cores; the result has the same bits whatever is given

  [[nodiscard]] std::int64_t groups() const { return group ? group->levels() : 1; }
  [[nodiscard]] std::int64_t width() const {
    std::int64_t w = 0;
    for (const Block& b : blocks) w += b.width();
    return w;
  }
  /// Whether z is 1 and then numbers only.
  [[nodiscard]] bool only_numbers() const {
    for (std::size_t k = 0; k < blocks.size(); ++k)
      if (blocks[k].kind != (k == 0 ? Block::Kind::ones : Block::Kind::number)) return false;
    return !blocks.empty();
  }
  /// Whether at most one z of a row is not zero, so that second moments are diagonal.
  [[nodiscard]] bool one_hot() const {
    if (blocks.size() != 1) return false;
    const Block& b = blocks[0];
    return (b.kind == Block::Kind::indicators || b.kind == Block::Kind::pairs) && !b.first.options && !b.second.options;
  }
};

}  // namespace enkat
