#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "enkat/table/column.hpp"

namespace enkat {

/// A moment as a file states it: local wall-clock seconds since 1970-01-01T00:00:00, perhaps with an offset from UTC.
struct Moment {
  std::int64_t local_seconds = 0;
  std::optional<std::int32_t> utc_offset_seconds;  ///< absent: the file names no zone
  bool date_only = false;                          ///< the file shows no time of day
};

/// What a survey tool records about a response beside the answers. Every vector has one entry per row, or is empty
/// when the layout does not carry it.
struct ResponseMeta {
  std::vector<std::string> response_id;          ///< "" : none (also for "Anonymous")
  std::vector<std::string> respondent_ref;       ///< token, external reference, user name; "" : none
  std::vector<std::optional<Moment>> judged_at;  ///< the time the fieldwork window judges; nullopt: not judged
  std::vector<std::optional<Moment>> started_at;
  std::vector<std::optional<Moment>> ended_at;
  std::vector<std::optional<double>> duration_seconds;
  std::vector<std::string> language;  ///< lower case, "" : not stated
  std::vector<std::string> version;
  std::vector<std::optional<double>> bot_score;  ///< 0 (robot) .. 1 (person)
  std::vector<std::uint8_t> submitted;           ///< 0: the file says that the respondent did not submit (a partial)
};

/// Something wrong with one cell, seen while it was turned from text into a value. Its rule is one of the closed list.
struct CellProblem {
  std::int64_t row = 0;  ///< from 0; reports print row + 1
  std::string question;  ///< "" : the whole record
  std::string rule;      ///< for example "option.unknown"
  std::string value;     ///< the text found, as valid UTF-8
  std::string detail;    ///< what it should have been; names matrix rows or columns of the file
};

/// The typed table every layout is read into: codes, not labels.
/// `columns` follow the questions of the definition in order; see enkat::Column for the names.
/// A cell that holds something but nothing usable is Missing::invalid and has a CellProblem.
struct Responses {
  std::string layout;  ///< "eusurvey", "eusurvey_xml", "limesurvey", "qualtrics", "google_forms", "kobo", "plain"
  std::int64_t rows = 0;
  std::vector<Column> columns;
  ResponseMeta meta;
  std::vector<CellProblem> problems;
  std::string timezone;            ///< the zone that the file names for its times without offset; "": none
  std::string source;              ///< the file's name, for findings; "": no file
  std::vector<std::string> notes;  ///< what the file had beside the answers, or lacked, in sentences

  [[nodiscard]] const Column* find(const std::string& name) const {
    for (const Column& c : columns)
      if (c.name == name) return &c;
    return nullptr;
  }
};

}  // namespace enkat
