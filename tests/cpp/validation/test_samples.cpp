// The planted defects of tests/data/formats/key.json, in the layouts that C++ reads from text.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "validation_text.hpp"

namespace {

using namespace enkat_test;

std::string line(int row, const nlohmann::json& question, const std::string& rule) {
  return std::to_string(row) + " " + (question.is_null() ? "-" : question.get<std::string>()) + " " + rule;
}

class Samples : public testing::TestWithParam<const char*> {};

TEST_P(Samples, FindsExactlyThePlantedDefects) {
  const auto key = nlohmann::json::parse(file_text("key.json"))["files"][GetParam()];
  std::set<std::string> expected, may_be, found;
  for (const auto& d : key["defects"]) {
    expected.insert(line(d["row"], d["question"], d["rule"]) + " " + d["severity"].get<std::string>());
    for (const auto& also : d.value("also", nlohmann::json::array()))
      may_be.insert(line(d["row"], also["question"], also["rule"]));
  }
  const enkat::Responses responses = read_file(GetParam());
  EXPECT_EQ(responses.rows, key["data_rows"].get<std::int64_t>());
  for (const enkat::Finding& f : enkat::validate(mentoring(), responses, mentoring_options()).findings) {
    const std::string& id = question_id(mentoring(), f);
    const std::string at = line(static_cast<int>(f.row) + 1, id.empty() ? nlohmann::json() : nlohmann::json(id),
                                rule_name(mentoring(), f));
    if (!may_be.contains(at)) found.insert(at + " " + std::string(name_of(f.severity)));
    for (const char* language : {"en", "sv"}) EXPECT_FALSE(message(mentoring(), f, language).empty()) << at;
  }
  EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(Files, Samples,
                         testing::Values("eusurvey-content-saved-as.csv", "limesurvey-results.csv",
                                         "qualtrics-numeric.csv", "google-forms.csv", "kobo-both.csv"));

}  // namespace
