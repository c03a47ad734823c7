#include <gtest/gtest.h>

#include "validation_text.hpp"

namespace {

using namespace enkat_test;

const std::string yes_no = R"("options":[{"code":"yes","label":{"en":"Y"}},{"code":"no","label":{"en":"N"}}])";

TEST(RequiredAndRouting, empty_required_answers_are_missing_where_shown) {
  const std::string d = survey(R"({"id":"a","type":"single","required":true,)" + yes_no + R"(},
      {"id":"b","type":"number","required":true,"show_if":"a == 'yes'"})");
  EXPECT_EQ(found(d, "a,b,language\nyes,1,en\nno,,en\nyes,,en\n,,en\n"),
            "3 b required.missing\n4 a required.missing\n");
}

TEST(RequiredAndRouting, an_answer_to_a_hidden_question_is_one_finding) {
  const std::string d = survey(R"({"id":"a","type":"single",)" + yes_no + R"(},
      {"id":"b","type":"number","max":5,"decimals":0,"show_if":"a == 'yes'"})");
  // its value is not judged: 99.5 is out of range, not whole, and not asked for
  EXPECT_EQ(
      found(d, "a,b\nno,99.5\nyes,99.5\nno,words\n"),
      "1 b routing.answered_when_hidden\n2 b number.range\n2 b number.decimals\n3 b routing.answered_when_hidden\n");
}

TEST(RequiredAndRouting, a_routed_away_answer_counts_as_absent_for_later_conditions) {
  const std::string d = survey(R"({"id":"a","type":"single",)" + yes_no + R"(},
      {"id":"b","type":"single","show_if":"a == 'yes'",)" +
                               yes_no + R"(},
      {"id":"c","type":"number","required":true,"show_if":"selected(b,'yes') "},
      {"id":"d","type":"number","required":true,"show_if":"not answered(b) "})");
  // row 1: b is hidden, so c is hidden too and d is asked, although b says yes
  EXPECT_EQ(found(d, "a,b,c,d\nno,yes,,1\nyes,yes,,\nno,yes,3,\n"),
            "1 b routing.answered_when_hidden\n2 c required.missing\n"
            "3 b routing.answered_when_hidden\n3 c routing.answered_when_hidden\n3 d required.missing\n");
}

TEST(RequiredAndRouting, a_section_hides_all_its_questions) {
  const std::string d = survey(R"({"id":"a","type":"single",)" + yes_no + R"(},
      {"id":"b","section":"s","type":"number","required":true},
      {"id":"c","section":"s","type":"number","required":true,"show_if":"b > 1"})",
                               R"(,"sections":[{"id":"s","title":{"en":"S"},"show_if":"a == 'yes'"}])");
  EXPECT_EQ(found(d, "a,b,c\nno,,\nyes,2,\nno,2,3\nyes,1,\n,,\n"),
            "2 c required.missing\n3 b routing.answered_when_hidden\n3 c routing.answered_when_hidden\n");
}

TEST(RequiredAndRouting, consequences_of_a_faulty_answer_are_not_reported) {
  const std::string d = survey(R"({"id":"a","type":"single","required":true,)" + yes_no + R"(},
      {"id":"b","type":"number","required":true,"show_if":"a == 'yes'"},
      {"id":"c","type":"number","required":true,"show_if":"a == 'no'"})");
  EXPECT_EQ(found(d, "a,b,c\nmaybe,1,\nmaybe,,\n,1,\n"),
            "1 a option.unknown\n2 a option.unknown\n3 a required.missing\n");
}

TEST(RequiredAndRouting, a_refusal_and_no_opinion_are_answers) {
  const std::string d = survey(R"({"id":"a","type":"single","required":true,"options":[{"code":"x","label":{"en":"X"}},
      {"code":"dk","label":{"en":"?"},"missing":"no_opinion"},{"code":"no","label":{"en":"-"},"missing":"refused"}]},
      {"id":"b","type":"number","show_if":"a == 'x'"})");
  EXPECT_EQ(found(d, "a,b\nx,1\ndk,\nno,2\n"), "3 b routing.answered_when_hidden\n");
}

TEST(RequiredAndRouting, an_option_that_stands_for_a_kind_of_missing_is_an_answer) {
  const std::string d = survey(R"({"id":"a","type":"single","required":true,"options":[{"code":"x","label":{"en":"X"}},
      {"code":"na","label":{"en":"N"},"missing":"not_applicable"},{"code":"nr","label":{"en":"-"},"missing":"item_nonresponse"}]},
      {"id":"b","type":"number","required":true,"show_if":"selected(a,'na') "},
      {"id":"c","type":"number","required":true,"show_if":"not selected(a,'na') and answered(a) "})");
  EXPECT_EQ(found(d, "a,b,c\nx,,1\nna,1,\nnr,,1\nna,,1\n"), "4 b required.missing\n4 c routing.answered_when_hidden\n");
}

const std::string grid = R"({"id":"m","type":"matrix","required":true,"show_if":"answered(a) ",
    "options":[{"code":"1","label":{"en":"1"}},{"code":"2","label":{"en":"2"}},{"code":"dk","label":{"en":"?"},"missing":"no_opinion"}],
    "rows":[{"code":"p","label":{"en":"P"}},{"code":"q","label":{"en":"Q"}},{"code":"r","label":{"en":"R"}}]})";

TEST(RequiredAndRouting, a_matrix_is_one_question) {
  const std::string d = survey(R"({"id":"a","type":"text"},)" + grid);
  EXPECT_EQ(found(d, "a,m.p,m.q,m.r\nx,1,2,1\nx,1,,\nx,,,\nx,1,dk,2\n,1,,\nx,9,9,1\n"),
            "2 m required.missing\n3 m required.missing\n5 m routing.answered_when_hidden\n6 m option.unknown\n");
  const enkat::Definition definition = enkat::load_definition(d);
  const auto report = enkat::validate(definition, read_text("a,m.p,m.q,m.r\nx,1,,\n", definition, "plain"));
  EXPECT_EQ(report.findings.at(0).detail, "q, r");
}

TEST(RequiredAndRouting, a_partial_record_has_one_breakoff_and_nothing_missing_after_it) {
  const std::string d = survey(R"({"id":"a","type":"text","required":true},{"id":"b","type":"text","required":true},)" +
                               grid + R"(,{"id":"c","type":"text","required":true})");
  EXPECT_EQ(found(d,
                  "submitted,a,b,m.p,m.q,m.r,c\n"
                  "0,x,x,1,,,\n"   // stopped inside the matrix
                  "0,x,x,1,,2,\n"  // left a row of it empty before
                  "0,,x,,,,\n"     // a is empty before the break
                  "0,,,,,,\n"      // opened only
                  "1,x,x,1,2,1,\n"),
            "1 - unit.breakoff\n2 - unit.breakoff\n2 m required.missing\n3 - unit.breakoff\n3 a required.missing\n"
            "4 - unit.breakoff\n5 c required.missing\n");
}

TEST(RequiredAndRouting, calculated_questions_are_computed_from_what_was_asked) {
  const std::string d = survey(R"({"id":"a","type":"number"},{"id":"b","type":"number","show_if":"a > 1"},
      {"id":"sum","type":"calculated","formula":"a + b"},
      {"id":"c","type":"text","required":true,"show_if":"sum > 10"})");
  EXPECT_EQ(found(d, "a,b,c\n5,6,\n1,20,\n5,6,x\n5,1,x\n"),
            "1 c required.missing\n2 b routing.answered_when_hidden\n4 c routing.answered_when_hidden\n");
}

TEST(RequiredAndRouting, a_ragged_row_gives_that_one_finding) {
  const std::string d =
      survey(R"({"id":"a","type":"text","required":true},{"id":"b","type":"number","required":true})");
  EXPECT_EQ(found(d, "a,b\nx,1\nx\nx,1,2\n"), "2 - file.ragged_row\n3 - file.ragged_row\n");
}

}  // namespace
