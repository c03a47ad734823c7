#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "state.hpp"

namespace enkat::detail {

/// One open answer of a block, for the search for copies over the whole file.
struct OpenText {
  std::int64_t row = 0;
  std::int32_t question = 0;
  bool other = false;     ///< the text beside an option
  std::uint64_t key = 0;  ///< equal for texts that count as equal
};

/// What judging a block of rows gives; rows are those of the file.
struct BlockResult {
  std::vector<Finding> findings;      ///< in order
  Measures measures;                  ///< of the block's rows
  std::vector<std::uint64_t> hashes;  ///< of all answers of each row; 0: too few to be compared with other records
  std::vector<OpenText> texts;
};

/// Judges blocks of rows, each by itself: everything that one record decides alone. Blocks may be judged by several
/// threads at once; what they give depends on the block only.
class BlockJudge {
 public:
  /// `file` holds what was judged of whole records before; it must outlive the judge.
  explicit BlockJudge(const State& file);

  [[nodiscard]] BlockResult judge(std::int64_t first, std::int64_t last) const;
  /// What comparing whole records needs, without judging more than that takes.
  [[nodiscard]] BlockResult keys(std::int64_t first, std::int64_t last) const;

 private:
  [[nodiscard]] Responses slice(std::int64_t first, std::int64_t last) const;
  [[nodiscard]] std::vector<std::uint8_t> known(std::int64_t first, std::int64_t last) const;

  const State& file_;
  std::vector<CellProblem> sorted_;  ///< only where the table's own are not in order of rows
  std::span<const CellProblem> problems_;
};

/// Rows of a block: their cells and flags stay in the processor's cache while every rule reads them.
inline constexpr std::int64_t block_rows = 16384;

/// Sorted by row, question, rule; one finding for each; without those that only repeat another.
[[nodiscard]] std::vector<Finding> in_order(State& state);
[[nodiscard]] bool comes_before(const Finding& a, const Finding& b);

}  // namespace enkat::detail
