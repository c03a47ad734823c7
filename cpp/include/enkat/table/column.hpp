#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "enkat/table/codes.hpp"
#include "enkat/table/missing.hpp"

namespace enkat {

/// One of a fixed list of categories per row.
struct CategoryColumn {
  std::vector<std::string> levels;  ///< option codes, in the order of the definition (or of first appearance)
  Codes codes;
  /// Options that stand for a kind of missing are no level, but choosing one is an answer: their codes, and per row 0
  /// or the number of the one chosen, from 1. `reason` is empty when nobody chose one.
  std::vector<std::string> reasons = {};
  std::vector<std::uint8_t> reason = {};

  /// The code of the chosen option that stands for a kind of missing, or nullptr.
  [[nodiscard]] const std::string* reason_at(std::int64_t row) const {
    const std::size_t k = reason.empty() ? 0 : reason[static_cast<std::size_t>(row)];
    return k == 0 ? nullptr : &reasons[k - 1];
  }
};

/// A number per row; rows without one hold 0 and are marked missing. Never NaN.
struct NumberColumn {
  std::vector<double> values;
};

/// UTF-8 text per row; rows without one hold "" and are marked missing.
struct TextColumn {
  std::vector<std::string> values;
};

/// A calendar date per row, as days since 1970-01-01.
struct DateColumn {
  std::vector<std::int32_t> days;
};

/// Any number of a fixed list of options per row (a multi-select question): one bit per option.
/// A respondent who answered and chose nothing has no bit set and is not missing.
struct OptionSetColumn {
  std::vector<std::string> options;
  std::vector<std::uint64_t> words;  ///< row-major, `words_per_row()` words per row; bit j of a row is option j

  [[nodiscard]] std::size_t words_per_row() const { return (options.size() + 63) / 64; }
  [[nodiscard]] bool has(std::int64_t row, std::size_t option) const {
    return (words[static_cast<std::size_t>(row) * words_per_row() + option / 64] >> (option % 64)) & 1U;
  }
  void set(std::int64_t row, std::size_t option) {
    words[static_cast<std::size_t>(row) * words_per_row() + option / 64] |= std::uint64_t{1} << (option % 64);
  }
};

/// An order of some of a fixed list of items per row, first place first.
struct RankingColumn {
  static constexpr std::uint16_t no_item = 0xFFFF;
  std::vector<std::string> items;
  std::vector<std::uint16_t> order;  ///< row-major, items.size() places per row; index of the item, or no_item

  [[nodiscard]] std::span<const std::uint16_t> at(std::int64_t row) const {
    return {order.data() + static_cast<std::size_t>(row) * items.size(), items.size()};
  }
};

using ColumnData = std::variant<CategoryColumn, NumberColumn, TextColumn, DateColumn, OptionSetColumn, RankingColumn>;

/// A named, typed column. One matrix row is one column named "question.row"; the free text of an "other"
/// option is a TextColumn named "question.other".
struct Column {
  std::string name;
  ColumnData data;
  std::vector<Missing> missing;  ///< one kind per row; empty when every row is present

  [[nodiscard]] Missing kind(std::int64_t row) const {
    return missing.empty() ? Missing::none : missing[static_cast<std::size_t>(row)];
  }
  [[nodiscard]] bool present(std::int64_t row) const { return kind(row) == Missing::none; }
};

}  // namespace enkat
