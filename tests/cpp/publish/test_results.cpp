#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "enkat/publish/results.hpp"

using namespace enkat;

namespace {

std::vector<QuestionResults> sample() {
  Table t{.question = "q", .shape = Shape::nominal};
  t.bases.push_back({.n = 200, .n_effective = 200});
  t.cells.push_back(
      {.question = "q", .row = "a", .estimate = 14.5, .ci_low = 10.04, .ci_high = 20.2, .count = 29, .base = 200});
  t.cells.push_back({.question = "q", .row = "b", .estimate = 83.5, .count = 167, .base = 200});
  t.cells.push_back({.question = "q", .row = "c", .estimate = 2, .count = 4, .base = 200});
  return {{"q", "single", {protect(t, {})}}};
}

}  // namespace

TEST(Results, csv_has_one_row_per_cell_and_nothing_of_hidden_ones) {
  const std::string csv = results_csv({.survey = "s"}, sample());
  EXPECT_NE(csv.find("s,q,b,total,percent,answer,84,,,,167,,,200,,ok,F,\r\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find("s,q,c,total,percent,answer,,,,,,,,200,,c,C,confidential\r\n"), std::string::npos) << csv;
}

TEST(Results, csv_neutralises_formulas_and_quotes) {
  EXPECT_NE(results_csv({.survey = "=1+1"}, sample()).find("\n'=1+1,q,"), std::string::npos);
  EXPECT_NE(results_csv({.survey = "a,\"b\""}, sample()).find("\n\"a,\"\"b\"\"\",q,"), std::string::npos);
}

TEST(Results, json_holds_the_same_numbers) {
  const auto json = nlohmann::json::parse(results_json({.survey = "s"}, sample()));
  const auto& cells = json["questions"][0]["tables"][0]["cells"];
  EXPECT_EQ(cells[1]["estimate"], 84);
  EXPECT_TRUE(cells[0]["estimate"].is_null());  // hidden to keep the total closed
  EXPECT_TRUE(cells[2]["count"].is_null());
  EXPECT_EQ(cells[2]["status"][0], "c");
}

TEST(Results, are_the_same_bytes_every_time) {
  EXPECT_EQ(results_json({.survey = "s"}, sample()), results_json({.survey = "s"}, sample()));
}
