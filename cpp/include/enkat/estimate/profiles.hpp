#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "enkat/estimate/profile.hpp"

namespace enkat {

struct UnitRows;
struct UnitCodes;

/// The column variables of several banners, prepared once for all the questions of a book: where the design allows it
/// (see takes_unit_rows) rows are put in the order of their units, and small banners are counted together and taken
/// apart again.
class ColumnSet {
 public:
  ColumnSet(const Design& design, std::vector<Factor> columns, int threads = 0);

  /// One question over every banner; requests[k].column is the k-th variable.
  [[nodiscard]] std::vector<Profile> profiles(const Design& design, const std::vector<ProfileRequest>& requests) const;

 private:
  struct Joint {
    std::shared_ptr<const UnitCodes> codes;
    std::vector<std::size_t> members;                 ///< banners counted in it
    std::vector<std::vector<std::int32_t>> of_level;  ///< by member: its level at every joint level
    std::vector<std::int64_t> levels;                 ///< by member
  };
  void join(int threads);
  [[nodiscard]] bool fits(std::int64_t levels) const;  ///< whether the sums by unit of such a question stay small

  std::vector<Factor> columns_;
  std::shared_ptr<const UnitRows> rows_;  ///< nullptr: every pass reads the data in their own order
  std::vector<Joint> joints_;
  std::vector<std::size_t> alone_;  ///< banners that are in none
};

}  // namespace enkat
