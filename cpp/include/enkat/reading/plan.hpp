#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "enkat/base/progress.hpp"
#include "enkat/definition/definition.hpp"
#include "enkat/reading/cells.hpp"
#include "enkat/reading/dates.hpp"
#include "enkat/reading/to_codes.hpp"
#include "enkat/table/responses.hpp"

namespace enkat {

inline constexpr int no_column = -1;

/// Where a file keeps the answers to one question, and how their texts are to be understood.
struct QuestionSource {
  int column = no_column;  ///< the whole answer in one cell; several choices or ranks joined
  std::vector<int> parts;  ///< one column per option (multi), item or place (ranking), row (matrix); no_column: absent
  std::vector<std::vector<int>> grid;  ///< matrix with several answers per row: one column per row and option
  int other = no_column;               ///< the free text of the option "other"
  OptionCodes codes;                   ///< texts of options, items or the scale
  [[nodiscard]] bool found() const;
};

/// What the parts of a ranking hold: the place of the part's item, or the item of the part's place.
enum class RankingParts { places_of_items, items_of_places };

/// How a layout writes answers, the same for all its questions.
struct CellStyle {
  std::string separators = ";";     ///< between choices or ranks joined in one cell
  bool other_in_place = false;      ///< the free text stands where the option's label would
  bool other_part_is_text = false;  ///< the part of the option "other" holds its free text
  bool unquoted_empty_is_not_shown = false;
  RankingParts ranking = RankingParts::places_of_items;
  SlashDate slashes = SlashDate::refused;
};

/// Columns with what the survey tool recorded; no_column where a file has none.
struct MetaColumns {
  int response_id = no_column;
  int respondent_ref = no_column, respondent_ref_else = no_column;
  int judged_at = no_column, started_at = no_column, ended_at = no_column;
  bool times_are_utc = false;  ///< what they are where the file gives no offset
  int duration_seconds = no_column;
  bool duration_from_times = false;  ///< duration = ended_at - started_at
  int language = no_column, version = no_column, bot_score = no_column;
  int submitted = no_column;
  bool submitted_when_filled = false;  ///< submitted means that the cell is not empty; otherwise that it is not 0
};

/// What a layout found out about a file. Everything after this is common to all layouts: see read_plan.
struct ReadPlan {
  std::string layout;
  std::vector<std::string> headings;      ///< of the columns, for messages
  std::int64_t first_row = 0;             ///< the first row with answers
  std::vector<std::int64_t> left_out;     ///< later rows that are no respondents, ascending
  std::vector<QuestionSource> questions;  ///< one per question of the definition
  MetaColumns meta;
  std::string timezone;  ///< that the file names for its times
  CellStyle style;
  std::vector<std::uint8_t> explained;  ///< 1 for each column whose meaning is known
  std::vector<std::string> notes;

  /// Marks a column as explained and returns it.
  int claim(int column);
};

/// Turns cells into the typed table as the plan says: codes, kinds of missing, problems, meta data, notes.
/// Throws enkat::Error (data) when required questions have no column in the file.
[[nodiscard]] Responses read_plan(const CellTable& cells, const Definition& definition, const ReadPlan& plan,
                                  const Progress& progress = {});

}  // namespace enkat
