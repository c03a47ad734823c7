#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/table/responses.hpp"
#include "enkat/validation/finding.hpp"

namespace enkat::detail {

/// Collects the cells that findings make invalid, then empties them column by column.
class Blanks {
 public:
  Blanks(const Definition& definition, Responses& responses);

  /// The cells that the finding is about, in this row of the table.
  void add(const Finding& finding, std::int64_t row);
  /// Empties them and returns how many answers (rows of questions) lost something.
  std::int64_t carry_out();

 private:
  void add_cell(const std::string& column, std::int64_t row);
  void add_question(const Question& question, const Finding& finding, std::int64_t row);

  const Definition& definition_;
  Responses& responses_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::vector<std::int64_t>> rows_;                 ///< per column
  std::vector<std::pair<std::int64_t, std::int32_t>> answers_;  ///< row and question
};

}  // namespace enkat::detail
