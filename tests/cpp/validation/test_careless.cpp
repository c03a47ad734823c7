// Measures of careless answering and the rules judged on request, against values worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/definition/load.hpp"
#include "validation_text.hpp"

namespace {

using enkat_test::lines;
using enkat_test::read_text;
using enkat_test::survey;

const char* const scale =
    R"("options":[{"code":"1","label":{"en":"1"},"value":1},{"code":"2","label":{"en":"2"},"value":2},
{"code":"3","label":{"en":"3"},"value":3},{"code":"4","label":{"en":"4"},"value":4},{"code":"5","label":{"en":"5"},"value":5},
{"code":"dk","label":{"en":"dk"},"missing":"no_opinion"}])";
const char* const rows =
    R"("rows":[{"code":"a","label":{"en":"a"}},{"code":"b","label":{"en":"b"}},{"code":"c","label":{"en":"c"}}])";

std::string matrix(const std::string& id, const std::string& more = "") {
  return R"({"id":")" + id + R"(","type":"matrix",)" + rows + "," + scale + more + "}";
}

enkat::ValidationReport judged(const enkat::Definition& d, const std::string& csv, const enkat::QualityRules& rules) {
  return enkat::validate(d, read_text(csv, d, "plain"), {.quality = rules});
}

const enkat::Definition three = enkat::load_definition(
    survey(matrix("x") + "," + matrix("y", R"(,"scale":{"kind":"likert","ordered":true,"reverse":["b"]})") + "," +
           matrix("z")));
const std::string head = "x.a,x.b,x.c,y.a,y.b,y.c,z.a,z.b,z.c\n";

TEST(Careless, LongstringRunsThroughMatricesOfTheSameOptions) {
  const auto m = judged(three, head + "1,2,2,2,2,3,3,1,1\n5,5,dk,5,5,5,1,,1\n", {.max_longstring = 3}).measures;
  EXPECT_EQ(m.longstring, (std::vector<std::int32_t>{4, 3}));  // "no opinion" and an empty row end a run
  const auto report = judged(three, head + "1,2,2,2,2,3,3,1,1\n", {.max_longstring = 3});
  EXPECT_EQ(lines(three, report), "1 - quality.longstring\n");
  EXPECT_EQ(report.findings[0].value, "4");
}

TEST(Careless, VariabilityIsTheStandardDeviationOfTheRawAnswers) {
  const auto m = judged(three, head + "1,2,3,4,5,1,2,3,4\n3,3,3,3,3,3,3,3,3\n4,,,,,,,,\n", {}).measures;
  EXPECT_NEAR(*m.variability[0], std::sqrt(15.5555555555555555 / 8), 1e-12);
  EXPECT_EQ(m.variability[1], 0.0);
  EXPECT_FALSE(m.variability[2]);
  EXPECT_EQ(lines(three, judged(three, head + "3,3,3,3,3,3,3,3,3\n4,,,,,,,,\n", {.min_variability = 0.1})),
            "1 - quality.variability\n");
}

TEST(Careless, EvenOddCorrelatesTheHalvesAndTurnsReversedItems) {
  // halves (odd mean, even mean): x (1.5, 2), y (4, 6-2=4), z (2.5, 3): r of (1.5,4,2.5) and (2,4,3)
  const auto m = judged(three, head + "1,2,2,4,2,4,2,3,3\n", {}).measures;
  const double ma = 8.0 / 3, ab = (1.5 - ma) * -1 + (4 - ma) * 1,
               aa = std::pow(1.5 - ma, 2) + std::pow(4 - ma, 2) + std::pow(2.5 - ma, 2);
  const double r = ab / std::sqrt(aa * 2);
  ASSERT_TRUE(m.even_odd[0]);
  EXPECT_NEAR(*m.even_odd[0], 2 * r / (1 + r), 1e-12);
  EXPECT_FALSE(judged(three, head + "3,3,3,3,3,3,3,3,3\n", {}).measures.even_odd[0]);  // halves that do not vary
  EXPECT_EQ(judged(three, head + "1,5,1,5,5,5,3,3,3\n", {.min_even_odd = 0}).findings.size(), 1U);
}

TEST(Careless, ItemsAreCountedAmongThoseAsked) {
  const enkat::Definition d = enkat::load_definition(survey(
      R"({"id":"q","type":"single","options":[{"code":"y","label":{"en":"y"}},{"code":"n","label":{"en":"n"}}]},)"
      R"({"id":"h","type":"number","show_if":"q == 'y'"},)" +
      matrix("x")));
  const std::string csv = "q,h,x.a,x.b,x.c\nn,,1,2,3\ny,,1,,dk\ny,,,,\n";
  const auto report = judged(d, csv, {.completion = enkat::CompletionCutoffs{0.8, 0.5}, .max_item_nonresponse = 0.5});
  EXPECT_EQ(report.measures.asked, (std::vector<std::int32_t>{4, 5, 5}));
  EXPECT_EQ(report.measures.answered, (std::vector<std::int32_t>{4, 3, 1}));
  EXPECT_EQ(report.measures.last, (std::vector<std::int32_t>{2, 2, 0}));
  using enum enkat::Completion;
  EXPECT_EQ(report.measures.completion, (std::vector<enkat::Completion>{complete, partial, breakoff}));
  EXPECT_EQ(lines(d, report), "2 - quality.incomplete\n3 - quality.incomplete\n3 - quality.item_nonresponse\n");
}

TEST(Careless, OpenAnswersThatRepeatThemselvesOrOthers) {
  const enkat::Definition d = enkat::load_definition(survey(R"({"id":"t","type":"text"})"));
  const std::string pasted = "\"Mentoring helps, and it helps pupils most.\"\n";
  const std::string csv =
      "t\n" + pasted + "hahahahahahahahahahaha\n" + pasted + "mentoring HELPS and it helps pupils most\nok\nok\nok\n";
  const auto report = judged(d, csv, {.min_text_entropy = 2, .max_text_copies = 2});
  EXPECT_EQ(lines(d, report),
            "1 t quality.text_copy\n2 t quality.text_entropy\n3 t quality.text_copy\n4 t quality.text_copy\n");
}

TEST(Careless, NothingIsJudgedUnasked) {
  const auto report = enkat::validate(three, read_text(head + "3,3,3,3,3,3,3,3,3\n", three, "plain"), {});
  EXPECT_TRUE(report.findings.empty());
  EXPECT_TRUE(report.measures.asked.empty());
  EXPECT_TRUE(judged(three, head + "3,3,3,3,3,3,3,3,3\n", {}).findings.empty());
}

TEST(Careless, BoundsThatMeanNothingAreRefused) {
  EXPECT_THROW(enkat::check_quality_rules({.max_item_nonresponse = 1.5}), enkat::Error);
  EXPECT_THROW(enkat::check_quality_rules({.completion = enkat::CompletionCutoffs{0.4, 0.6}}), enkat::Error);
  EXPECT_THROW(enkat::check_quality_rules({.near_duplicate_share = 0.1}), enkat::Error);
  EXPECT_THROW(enkat::check_quality_rules({.min_variability = std::nan("")}), enkat::Error);
}

std::string numbers(int items) {
  std::string out;
  for (int i = 0; i < items; ++i)
    out += (i ? "," : "") + std::string(R"({"id":"q)") + std::to_string(i) + R"(","type":"number"})";
  return survey(out);
}

TEST(NearDuplicates, AreFoundWhereverTheyDiffer) {
  const int items = 20;
  const enkat::Definition d = enkat::load_definition(numbers(items));
  for (int at = 0; at < items; ++at) {  // the band of the changed item differs, another is equal
    std::string csv, first, second, third;
    for (int i = 0; i < items; ++i) {
      const std::string sep = i ? "," : "";
      csv += sep + "q" + std::to_string(i);
      first += sep + std::to_string(i);
      second += sep + std::to_string(i + 100);
      third += sep + std::to_string(i == at ? 77 : i);
    }
    const auto report =
        judged(d, csv + "\n" + first + "\n" + second + "\n" + third + "\n", {.near_duplicate_share = 0.95});
    ASSERT_EQ(lines(d, report), "3 - quality.near_duplicate\n");
    EXPECT_EQ(report.findings[0].value, "95");
    EXPECT_EQ(report.findings[0].expected, "1");
  }
}

TEST(NearDuplicates, EqualRecordsHaveTheirOwnRule) {
  const enkat::Definition d = enkat::load_definition(numbers(12));
  std::string csv = "q0";
  for (int i = 1; i < 12; ++i) csv += ",q" + std::to_string(i);
  const std::string row = "\n1,2,3,4,5,6,7,8,9,10,11,12";
  EXPECT_EQ(lines(d, judged(d, csv + row + row + "\n", {.near_duplicate_share = 0.9})), "2 - unit.duplicate_answers\n");
}

}  // namespace
