#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "enkat/base/error.hpp"
#include "enkat/definition/load.hpp"

namespace {

using Json = nlohmann::ordered_json;

std::string example_text() {
  std::ifstream in(ENKAT_TEST_DATA "/formats/mentoring.survey.json", std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string message(const std::string& text) {
  try {
    (void)enkat::load_definition(text);
  } catch (const enkat::Error& e) {
    EXPECT_EQ(e.code(), enkat::ErrorCode::definition);
    EXPECT_EQ(std::string(e.what()).rfind(e.where(), 0), 0U);
    return e.what();
  }
  return "no error";
}

TEST(LoadDefinition, TheExampleIsReadInFull) {
  const enkat::Definition d = enkat::load_definition(example_text());
  EXPECT_EQ(d.id, "mentoring-2023");
  EXPECT_EQ(d.languages, (std::vector<std::string>{"en", "sv"}));
  ASSERT_EQ(d.questions.size(), 12U);
  EXPECT_TRUE(d.warnings.empty());
  const enkat::Question& hours = *d.find("q_hours");
  EXPECT_EQ(std::get<double>(hours.max), 80);
  EXPECT_EQ(hours.decimals, 1);
  EXPECT_EQ(hours.unit.at("sv"), "timmar per månad");
  EXPECT_EQ(hours.show_if->names(), std::vector<std::string>{"q_audiences"});
  EXPECT_EQ(d.find("q_benefits")->rows.size(), 5U);
  EXPECT_EQ(d.find("q_benefits")->options[5].missing, "no_opinion");
  EXPECT_TRUE(d.find("q_audiences")->options[7].exclusive);
  EXPECT_TRUE(d.audience->exclude);
  EXPECT_EQ(d.window->amendments[0].to, d.window->closes);
  EXPECT_EQ(d.unit->duplicate_keys[0][0], "respondent_ref");
  EXPECT_EQ(d.population->margins[1].targets[0], (std::pair<std::string, double>("ecec", 0.12)));  // the file's order
  EXPECT_EQ(d.checks[0].id, "c_hours_role");
  EXPECT_EQ(d.quality.straightline[0].min_rows, 5);
  EXPECT_EQ(d.publication.min_cell, 5);
  EXPECT_EQ(d.section_of(hours)->title.at("en"), "Mentoring at your school");
}

TEST(LoadDefinition, AByteOrderMarkIsSkipped) {
  EXPECT_EQ(enkat::load_definition("\xEF\xBB\xBF" + example_text()).id, "mentoring-2023");
}

TEST(LoadDefinition, AMissingTranslationIsAWarning) {
  Json j = Json::parse(example_text());
  j["questions"][0]["options"][1]["label"].erase("sv");
  const auto warnings = enkat::load_definition(j.dump()).warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].rfind("/questions/0/options/1/label: no translation to \"sv\"", 0), 0U) << warnings[0];
}

/// A change of the example as a JSON patch value, the pointer that must be named and a part of the message.
struct Broken {
  const char *pointer, *value, *named, *part;
};

const Broken broken[] = {
    // structure
    {"/format", "\"survey\"", "/format", "expected one of survey-definition"},
    {"/format_version", "\"1\"", "/format_version", "a version as 0.1"},
    {"/id", "\"\"", "/id", "not empty"},
    {"/colour", "\"red\"", "/colour", "an unknown key"},
    {"/questions/0/colour", "1", "/questions/0/colour", "an unknown key"},
    {"/questions/0/requird", "true", "/questions/0/requird", "did you mean \"required\""},
    {"/questions/0/required", "\"yes\"", "/questions/0/required", "found \"yes\", expected true or false"},
    {"/questions/0/type", "\"singel\"", "/questions/0/type", "found \"singel\", expected one of single, multi"},
    {"/questions/0/id", "\"Q 1\"", "/questions/0/id", "found \"Q 1\", expected an id of"},
    {"/questions/0/options/1/code", "\"a b\"", "/questions/0/options/1/code", "found \"a b\", expected a code of"},
    {"/questions/0/options", "[]", "/questions/0/options", "an empty list, expected a list of at least 1"},
    {"/questions/0/options/0/value", "\"1\"", "/questions/0/options/0/value", "a number"},
    {"/questions/0/options/0/missing", "\"dk\"", "/questions/0/options/0/missing", "one of not_applicable"},
    {"/questions", "[]", "/questions", "a list of at least 1"},
    {"/questions/5/decimals", "11", "/questions/5/decimals", "from 0 to 10"},
    {"/questions/5/decimals", "1.5", "/questions/5/decimals", "a whole number"},
    {"/questions/5/min", "\"0\"", "/questions/5/min", "found \"0\", expected a number"},
    {"/questions/5/step", "0", "/questions/5/step", "a number above 0"},
    {"/questions/4/max", "20230228", "/questions/4/max", "a date of the calendar"},
    {"/questions/4/max", "\"2023-02-30\"", "/questions/4/max", "a date of the calendar"},
    {"/questions/11/max_length", "0", "/questions/11/max_length", "from 1"},
    {"/window/opens", "\"2023-01-10\"", "/window/opens", "a local time as"},
    {"/window/amendments/0/field", "\"open\"", "/window/amendments/0/field", "one of opens, closes"},
    {"/audience/eligible", "[]", "/audience/eligible", "at least 1"},
    {"/sample/kind", "\"random\"", "/sample/kind", "one of probability"},
    {"/tags", "[\"a\", \"a\"]", "/tags/1", "each value once"},
    {"/unit/duplicate_keys", "[[]]", "/unit/duplicate_keys/0", "at least 1"},
    {"/timing/speeding/value", "0", "/timing/speeding/value", "a number above 0"},
    {"/missing/0/kind", "\"lost\"", "/missing/0/kind", "one of not_applicable"},
    {"/checks/0/severity", "\"fatal\"", "/checks/0/severity", "one of error, warning, info"},
    {"/quality/straightline/0/min_rows", "1", "/quality/straightline/0/min_rows", "from 2"},
    {"/population/margins", "[]", "/population/margins", "at least 1"},
    {"/population/margins/0/targets", "{\"teacher\": 1}", "/population/margins/0/targets", "at least two codes"},
    {"/population/margins/0/targets/teacher", "-0.75", "/population/margins/0/targets/teacher",
     "a number of at least 0"},
    {"/publication/rounding", "7", "/publication/rounding", "from 0 to 6"},
    {"/title", "\"Survey\"", "/title", "an object from language to text"},
    {"/title", "{}", "/title", "an empty object"},
    {"/title/en", "5", "/title/en", "found 5, expected a string"},
    {"/questions/7/type", "\"rating\"", "/questions/7/options", "this key with type rating"},
    {"/questions/10/formula", "\"1\"", "/questions/10/formula", "only with calculated"},
    // rule 1
    {"/questions/1/id", "\"q_role\"", "/questions/1/id", "which /questions/0/id has already"},
    {"/sections/0/id", "\"q_role\"", "/questions/0/id", "which /sections/0/id has already"},
    {"/questions/0/options/1/code", "\"head_teacher\"", "/questions/0/options/1/code", "a second time"},
    {"/questions/6/rows/1/code", "\"wellbeing\"", "/questions/6/rows/1/code", "each row code once"},
    // rule 2
    {"/questions/0/section", "\"s_abut\"", "/questions/0/section", "did you mean \"s_about\""},
    {"/audience/question", "\"q_rol\"", "/audience/question", "did you mean \"q_role\""},
    {"/audience/eligible/0", "\"head\"", "/audience/eligible/0", "an option of q_role"},
    {"/population/margins/0/question", "\"q_x\"", "/population/margins/0/question", "the id of a question"},
    {"/quality/open_text/0", "\"q_x\"", "/quality/open_text/0", "the id of a question"},
    {"/quality/straightline/0/question", "\"q_role\"", "/quality/straightline/0/question", "a matrix"},
    {"/questions/4/show_if", "\"selected(q_audience,'none')\"", "/questions/4/show_if", "did you mean \"q_audiences\""},
    {"/questions/4/show_if", "\"selected(q_audiences,'nobody')\"", "/questions/4/show_if", "an option of q_audiences"},
    {"/questions/4/show_if", "\"answered(q_hours)\"", "/questions/4/show_if", "which is asked later"},
    {"/questions/3/show_if", "\"answered(q_hours)\"", "/questions/3/show_if",
     "which itself depends on \"q_audiences\" (a cycle: q_audiences needs q_hours needs q_audiences)"},
    {"/questions/4/show_if", "\"answered(q_since)\"", "/questions/4/show_if", "the question itself (a cycle)"},
    {"/sections/0/show_if", "\"answered(q_hours)\"", "/sections/0/show_if", "asked earlier"},
    {"/questions/9/show_if", "\"q_benefits.fun == 1\"", "/questions/9/show_if", "a row of q_benefits"},
    {"/questions/9/show_if", "\"q_role.fun == 1\"", "/questions/9/show_if", "a matrix before the dot"},
    {"/questions/9/show_if", "\"q_hours\"", "/questions/9/show_if",
     "\"q_hours\" (a number) at character 1, expected a condition"},
    {"/questions/9/show_if", "\"q_hours == 'many'\"", "/questions/9/show_if", "two values of one type"},
    {"/questions/9/show_if", "\"q_since > 'yesterday'\"", "/questions/9/show_if", "a date of the calendar"},
    {"/questions/9/show_if", "\"q_role > 2\"", "/questions/9/show_if", "codes that are all numbers"},
    {"/questions/9/show_if", "\"q_audiences == 'none'\"", "/questions/9/show_if", "ask a multi"},
    {"/questions/9/show_if", "\"count(q_role) > 1\"", "/questions/9/show_if", "in count()"},
    {"/questions/9/show_if", "\"q_hours >\"", "/questions/9/show_if", "character 10 of the expression: found the end"},
    {"/checks/0/assert", "\"len(q_role) > 1\"", "/checks/0/assert", "a text question in len()"},
    {"/checks/0/assert", "\"rank(q_obstacles,'money') < 2\"", "/checks/0/assert", "an option of q_obstacles"},
    // rule 3
    {"/default_language", "\"fr\"", "/default_language", "one of /languages"},
    {"/title", "{\"sv\": \"Enkät\"}", "/title/en", "the default language"},
    {"/title/fr", "\"Enquête\"", "/title/fr", "a text in \"fr\""},
    {"/languages", "[\"en\", \"sv\", \"SV\"]", "/languages/2", "a language tag"},
    // rule 4
    {"/questions/5/min", "81", "/questions/5/min", "found 81, expected at most max, 80"},
    {"/questions/4/min", "\"2024-01-01\"", "/questions/4/min", "at most max"},
    {"/questions/3/min_choices", "9", "/questions/3/min_choices", "at most max_choices, 8"},
    {"/questions/3/max_choices", "9", "/questions/3/max_choices", "options that are not exclusive, 8"},
    {"/questions/9/max_ranked", "6", "/questions/9/max_ranked", "the number of items, 5"},
    {"/questions/11/min_length", "1001", "/questions/11/min_length", "at most max_length"},
    // rule 5
    {"/window/opens", "\"2023-03-10T00:00:00\"", "/window/opens", "a time before closes"},
    {"/window/amendments/0/to", "\"2023-02-27T23:59:59\"", "/window/amendments/0/to", "the current value of closes"},
    // rule 6
    {"/population/margins/0/targets/head", "0.0", "/population/margins/0/targets/head", "an option of q_role"},
    {"/population/margins/0/targets/teacher", "0.76", "/population/margins/0/targets", "shares that sum to 1.01"},
    {"/population/margins/0/by", "[\"q_level\"]", "/population/margins/0/targets/head_teacher", "2 codes joined by |"},
    {"/population/margins/0/by", "[\"q_levels\"]", "/population/margins/0/by/0", "did you mean \"q_level\""},
    {"/population/margins/0/question", "\"q_hours\"", "/population/margins/0/question", "a question with options"},
    // rule 7
    {"/questions/11/pattern", "\"(a\"", "/questions/11/pattern", "expected ')'"},
    {"/questions/11/pattern", "\"(?=a)b\"", "/questions/11/pattern", "look-ahead"},
    {"/questions/11/pattern", "\"(a)\\\\1\"", "/questions/11/pattern", "a back reference"},
    // rule 8
    {"/questions/11/min", "1", "/questions/11/min", "only with number, rating, date, time"},
    {"/questions/5/options", "[{\"code\": \"a\", \"label\": {\"en\": \"A\"}}]", "/questions/5/options",
     "only with single, multi, ranking, matrix"},
    {"/questions/5/pattern", "\"a\"", "/questions/5/pattern", "only with text, email"},
    {"/questions/0/rows", "[{\"code\": \"a\", \"label\": {\"en\": \"A\"}}]", "/questions/0/rows", "only with matrix"},
};

TEST(LoadDefinition, EveryBrokenRuleNamesThePointerWhatWasFoundAndExpected) {
  const Json example = Json::parse(example_text());
  for (const Broken& b : broken) {
    SCOPED_TRACE(std::string(b.pointer) + " = " + b.value);
    Json j = example;
    j[Json::json_pointer(b.pointer)] = Json::parse(b.value);
    const std::string m = message(j.dump());
    EXPECT_NE(('\n' + m).find('\n' + std::string(b.named) + ": "), std::string::npos) << m;
    EXPECT_NE(m.find(b.part), std::string::npos) << m;
  }
}

TEST(LoadDefinition, LongCyclesAndCyclesThroughSectionsAreNamed) {
  Json j = Json::parse(example_text());
  j["questions"][0]["show_if"] = "answered(q_plan)";
  j["questions"][3]["show_if"] = "answered(q_role)";
  EXPECT_NE(message(j.dump()).find("(a cycle: q_role needs q_plan needs q_audiences needs q_role)"), std::string::npos)
      << message(j.dump());
  j = Json::parse(example_text());
  j["sections"][1]["show_if"] = "answered(q_plan)";
  EXPECT_NE(message(j.dump()).find("/sections/1/show_if: found \"q_plan\", a question of the section itself (a cycle)"),
            std::string::npos)
      << message(j.dump());
  j["sections"][1]["show_if"] = "answered(q_comment)";
  j["questions"][11]["show_if"] = "answered(q_plan)";
  EXPECT_NE(message(j.dump()).find("(a cycle: s_programmes needs q_comment needs q_plan)"), std::string::npos)
      << message(j.dump());
}

TEST(LoadDefinition, ComparisonsThatAreNeverTrueAreWarnings) {
  Json j = Json::parse(example_text());
  j["questions"][9]["show_if"] = "q_role == 'headteacher' or q_training == 'pnts'";
  const auto warnings = enkat::load_definition(j.dump()).warnings;
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_NE(warnings[0].find("\"headteacher\" is no option of q_role, so the comparison is never true; did you mean"),
            std::string::npos)
      << warnings[0];
  EXPECT_NE(warnings[1].find("use selected(q_training,'pnts')"), std::string::npos) << warnings[1];
}

TEST(LoadDefinition, AThousandWrongNamesAreSeenQuickly) {
  Json j = Json::parse(example_text());
  for (int i = 0; i < 5000; ++i)
    j["questions"].push_back({{"id", "q" + std::to_string(i)},
                              {"type", "number"},
                              {"text", {{"en", "?"}}},
                              {"show_if", "qq" + std::to_string(i) + " > 1"}});
  const std::string m = message(j.dump());
  EXPECT_EQ(std::count(m.begin(), m.end(), '\n'), 20);
  EXPECT_NE(m.find("\nand perhaps more"), std::string::npos) << m;
}

/// Random bytes and spoiled copies: an error of ours or a definition, never anything else.
TEST(LoadDefinition, GarbledTextNeverDoesMoreThanThrow) {
  const std::string text = example_text();
  std::mt19937_64 random(7);
  for (int i = 0; i < 400; ++i) {
    std::string spoiled = text.substr(0, i % 3 == 0 ? random() % text.size() : text.size());
    for (std::size_t n = random() % 8; n > 0; --n) spoiled[random() % spoiled.size()] = static_cast<char>(random());
    try {
      (void)enkat::load_definition(spoiled);
    } catch (const enkat::Error&) {
    }
  }
}

TEST(LoadDefinition, RequiredKeysAreNamed) {
  const Json example = Json::parse(example_text());
  for (const char* pointer :
       {"/format", "/title", "/questions/0/id", "/questions/0/options", "/questions/6/rows", "/questions/10/min",
        "/window/timezone", "/population/margins/0/unit", "/checks/0/assert"}) {
    SCOPED_TRACE(pointer);
    const Json::json_pointer p(pointer);
    Json j = example;
    j[p.parent_pointer()].erase(p.back());
    const std::string m = message(j.dump());
    EXPECT_NE(('\n' + m).find('\n' + std::string(pointer) + ": found nothing, expected this"), std::string::npos) << m;
  }
}

TEST(LoadDefinition, SeveralProblemsAreReportedAtOnceAndCounted) {
  Json j = Json::parse(example_text());
  for (auto& q : j["questions"]) q["colour"] = 1;
  for (auto& o : j["questions"][1]["options"]) o["colour"] = 1;
  const std::string m = message(j.dump());
  EXPECT_EQ(std::count(m.begin(), m.end(), '\n'), 20) << m;
  EXPECT_NE(m.find("\nand 23 more"), std::string::npos) << m;
}

TEST(LoadDefinition, TextThatIsNoDefinition) {
  EXPECT_NE(message("").find("the document: found text that is not JSON, expected valid JSON; line 1, column 1"),
            std::string::npos)
      << message("");
  EXPECT_NE(message("[1]").find("found a list of 1, expected an object"), std::string::npos);
  EXPECT_NE(message("{\"a\": {\"b\": [1, NaN]}}")
                .find("/a/b/1: found text that is not JSON, expected valid JSON; line 1, column 17"),
            std::string::npos)
      << message("{\"a\": {\"b\": [1, NaN]}}");
  EXPECT_NE(message("{\"a\": 1e999}").find("not JSON"), std::string::npos);
  EXPECT_NE(message("{\"a\": \"\xE4\"}").find("ill-formed UTF-8"), std::string::npos) << message("{\"a\": \"\xE4\"}");
  EXPECT_NE(message("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}").find("/b/c: found this key twice"), std::string::npos);
  EXPECT_NE(message("{\"a\": 1} x").find("not JSON"), std::string::npos);
}

TEST(LoadDefinition, HostileInputIsBounded) {
  EXPECT_NE(message(std::string(1000000, '[')).find("nesting deeper than 32"), std::string::npos);
  EXPECT_NE(message(std::string(enkat::max_definition_bytes + 1, ' ')).find("bytes, expected at most"),
            std::string::npos);
  std::string keys = "{";
  for (int i = 0; i < 30000; ++i) keys += '"' + std::to_string(i) + "\":1,";
  EXPECT_NE(message(keys).find("more than 20000 keys"), std::string::npos);
}

TEST(LoadDefinition, JointMarginsTakeCodesInTheOrderOfTheQuestions) {
  Json j = Json::parse(example_text());
  j["population"]["margins"] = Json::parse(R"([{"question": "q_role", "by": ["q_level"], "unit": "count",
      "targets": {"teacher|vet": 10, "teacher|higher": 5}}])");
  EXPECT_EQ(enkat::load_definition(j.dump()).population->margins[0].by, std::vector<std::string>{"q_level"});
  j["population"]["margins"][0]["targets"]["vet|teacher"] = 1;
  EXPECT_NE(
      message(j.dump()).find("/population/margins/0/targets/vet|teacher: found \"vet\", expected an option of q_role"),
      std::string::npos);
}

}  // namespace
