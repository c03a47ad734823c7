#pragma once
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "enkat/definition/definition.hpp"
#include "enkat/disclosure/safe_table.hpp"

namespace enkat {

/// What stands above the figures in a data file.
struct ResultsHeader {
  std::string survey = {}, version = {};
  Text title = {};
  std::string date = {};      ///< of publication, ISO; given by the caller, never the clock
  std::string sample = {};    ///< probability, self_selected, quota, census
  Text model = {};            ///< the assumption behind intervals of a sample without known probabilities
  std::string interval = {};  ///< "nchs", or "" where none is given
  bool illustrative = false;  ///< the margins behind the column "weighted" are invented
};

/// The published tables of one question.
struct QuestionResults {
  std::string question;
  std::string type;
  std::vector<SafeTable> tables;
};

/// data/results.json: header, policy, and per question its bases, cell records and facts. Keys in a fixed order.
[[nodiscard]] std::string results_json(const ResultsHeader& header, std::span<const QuestionResults> questions);

/// data/results.csv: one row per cell, the same numbers as the JSON; UTF-8, comma, CRLF (RFC 4180). Text that a
/// spreadsheet would run as a formula (first character = + - @ tab or carriage return) gets an apostrophe in front.
[[nodiscard]] std::string results_csv(const ResultsHeader& header, std::span<const QuestionResults> questions);

}  // namespace enkat
