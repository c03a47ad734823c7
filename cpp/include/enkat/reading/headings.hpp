#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "enkat/reading/plan.hpp"

namespace enkat::detail {

/// What a column of a file holds: a whole answer, the part of an answer for one option, item, place or row, one option
/// of one matrix row, or the free text of "other".
struct Slot {
  enum class Kind { whole, part, grid, other };
  int question = 0;
  Kind kind = Kind::whole;
  int part = 0;
  int option = 0;    ///< only with Kind::grid
  int language = 0;  ///< place in Definition::languages of the text that matched
};

/// The headings that a layout would write for a definition, and what each one's column holds.
class HeadingMap {
 public:
  void add(std::string_view heading, const Slot& slot);
  /// What a heading stands for. The same heading a second time stands for the next question with that text, if there is
  /// one.
  [[nodiscard]] std::optional<Slot> take(std::string_view heading);
  [[nodiscard]] bool contains(std::string_view heading) const;

 private:
  struct Entry {
    std::vector<Slot> slots;
    std::size_t used = 0;
  };
  std::unordered_map<std::string, Entry> entries_;
};

/// The texts of all questions in all languages; parts of matrices (and of rankings, when `items`) between `open` and
/// `close` behind the text: "question: row" or "question [row]".
[[nodiscard]] HeadingMap headings_from_texts(const Definition& definition, std::string_view open,
                                             std::string_view close, bool items);

/// Writes the column into the question's source and claims it. Columns of the plan are numbered as its headings.
void assign(ReadPlan& plan, const Definition& definition, const Slot& slot, int column);

/// A plan with empty sources, the headings of one row, and the next row as the first with answers.
[[nodiscard]] ReadPlan plan_from(const CellTable& cells, const Definition& definition, std::string layout,
                                 std::int64_t heading_row);

/// The column with this heading (exact, or without case when `any_case`), or no_column.
[[nodiscard]] int column_named(const ReadPlan& plan, std::string_view heading, bool any_case = false);

/// Languages of the definition, those of the matched headings first.
[[nodiscard]] std::vector<std::string> languages_by_use(const Definition& definition, const std::vector<int>& matched);

}  // namespace enkat::detail
