// Rules about whole records: the window, duplicates, metadata, audience, checks.
#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "validation_text.hpp"

namespace {

using namespace enkat_test;

const std::string text_q = R"({"id":"a","type":"text"})";

std::string with_window(int grace) {
  return survey(text_q,
                R"(,"window":{"timezone":"Europe/Brussels","opens":"2023-01-10T00:00:00","closes":"2023-02-28T23:59:59",
                           "grace_minutes":)" +
                    std::to_string(grace) + "}");
}

TEST(Window, a_time_without_zone_is_the_windows_own_clock) {
  EXPECT_EQ(found(with_window(0),
                  "submitted_at,a\n2023-01-10 00:00:00,x\n2023-01-09 23:59:59,x\n2023-02-28 23:59:59,x\n"
                  "2023-03-01 00:00:00,x\n,x\n"),
            "2 - window.early\n4 - window.late\n");
}

TEST(Window, an_offset_is_taken_into_account) {
  EXPECT_EQ(found(with_window(0),
                  "submitted_at,a\n2023-01-09T23:00:00Z,x\n2023-01-09T22:59:59Z,x\n"
                  "2023-02-28T14:59:59-08:00,x\n2023-02-28T15:00:00-08:00,x\n2023-01-10T07:59:00+09:00,x\n"),
            "2 - window.early\n4 - window.late\n5 - window.early\n");
}

TEST(Window, grace_extends_only_the_end) {
  EXPECT_EQ(found(with_window(30),
                  "submitted_at,a\n2023-03-01 00:29:59,x\n2023-03-01 00:30:00,x\n2023-01-09 23:45:00,x\n"
                  "2023-02-28T23:29:59Z,x\n2023-02-28T23:30:00Z,x\n"),
            "2 - window.late\n3 - window.early\n5 - window.late\n");
}

TEST(Window, a_date_is_judged_by_day) {
  EXPECT_EQ(found(with_window(0), "submitted_at,a\n2023-01-10,x\n2023-01-09,x\n2023-02-28,x\n2023-03-01,x\n"),
            "2 - window.early\n4 - window.late\n");
}

TEST(Window, offsets_need_the_window_in_utc) {
  const enkat::Definition d = enkat::load_definition(with_window(0));
  const auto zoned = read_text("submitted_at,a\n2023-01-09T23:00:00Z,x\n", d, "plain");
  EXPECT_THROW((void)enkat::validate(d, zoned), enkat::Error);
  const auto local = read_text("submitted_at,a\n2023-01-10T00:00:00,x\n", d, "plain");
  EXPECT_TRUE(enkat::validate(d, local).findings.empty());
}

TEST(Duplicates, identifiers) {
  EXPECT_EQ(found(survey(text_q), "response_id,a\n1,x\n2,x\n1,y\n1,x\n,x\n,x\nAnonymous,x\nanonymous,x\n"),
            "3 - unit.duplicate_id\n4 - unit.duplicate_id\n");
  EXPECT_EQ(found(survey(text_q, R"(,"unit":{"id_field":"response_id","unique":false})"), "response_id,a\n1,x\n1,y\n"),
            "");
}

TEST(Duplicates, respondents) {
  const std::string d = survey(text_q + R"(,{"id":"b","type":"text"})",
                               R"(,"unit":{"id_field":"response_id","duplicate_keys":[["respondent_ref"],["a","b"]]})");
  EXPECT_EQ(found(d, "response_id,respondent_ref,a,b\n1,r,x,y\n2,r,x,\n3,s,x,y\n4,,x,\n1,r,x,y\n5,,z,y\n"),
            "2 - unit.duplicate_respondent\n3 - unit.duplicate_respondent\n5 - unit.duplicate_id\n");
}

std::string twelve(const std::string& more = "") {
  std::string questions;
  for (int i = 0; i < 12; ++i)
    questions +=
        (i ? "," : "") + std::string(R"({"id":"q)") + std::to_string(i) + R"(","type":"text")" + (i ? "" : more) + "}";
  return survey(questions);
}

TEST(Duplicates, equal_answers_need_ten_of_them) {
  const std::string head = "response_id,q0,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10,q11\n";
  const std::string ten = ",0,1,2,3,4,5,6,7,8,9,,\n", nine = ",0,1,2,3,4,5,6,7,8,,,\n";
  EXPECT_EQ(found(twelve(), head + "1" + ten + "2" + nine + "3" + nine + "4" + ten + ten + "1" + ten),
            "4 - unit.duplicate_answers\n5 - unit.duplicate_answers\n6 - unit.duplicate_id\n");
}

TEST(Duplicates, a_unique_answer_is_reported_on_the_later_record) {
  const std::string d = survey(R"({"id":"a","type":"text","unique":true},{"id":"b","type":"number","unique":true})");
  EXPECT_EQ(found(d, "response_id,a,b\n1,x,1\n2,x,\n3,,1.0\n4,X,2\n1,x,1\n5,,\n"),
            "2 a unique.repeated\n3 b unique.repeated\n5 - unit.duplicate_id\n");
}

TEST(Meta, the_end_comes_after_the_start) {
  EXPECT_EQ(found(survey(text_q),
                  "started_at,submitted_at,a\n2023-01-10 10:00:00,2023-01-10 09:59:59,x\n"
                  "2023-01-10 10:00:00,2023-01-10 10:00:00,x\n"
                  "2023-01-10T10:00:00+01:00,2023-01-10T09:30:00Z,x\n"
                  "2023-01-10T10:00:00+01:00,2023-01-10T08:59:00Z,x\n"
                  "2023-01-10,2023-01-10 09:00:00,x\n,2023-01-10,x\n"),
            "1 - meta.duration\n4 - meta.duration\n");
}

TEST(Meta, the_dates_of_eusurvey_are_no_start_and_end) {
  enkat::Responses r = read_file("eusurvey-content-saved-as.csv");
  const std::size_t before = enkat::validate(mentoring(), r, mentoring_options()).findings.size();
  r.meta.ended_at[2]->local_seconds -= 864000;
  EXPECT_EQ(enkat::validate(mentoring(), r, mentoring_options()).findings.size(), before);
}

TEST(Meta, languages_and_their_regions) {
  std::string d = survey(text_q);
  d.replace(d.find(R"(["en"])"), 6, R"(["en","pt-BR","sv"])");
  EXPECT_EQ(found(d, "language,a\nEN,x\nen-GB,x\nsv_FI,x\npt,x\npt-PT,x\nde,x\n,x\nsven,x\n"),
            "5 - meta.language\n6 - meta.language\n8 - meta.language\n");
}

TEST(Meta, versions) {
  EXPECT_EQ(found(survey(text_q), "version,a\n1,x\n2,x\n,x\n"), "2 - meta.version\n");
  EXPECT_EQ(found(survey(text_q), "version,a\n2,x\n2,x\n"), "1 - meta.version\n2 - meta.version\n");
  // KoboToolbox names versions itself: the commonest one is the form that was meant
  enkat::Responses r = read_file("kobo-both.csv");
  r.meta.version[3] = "vMentor2022";
  bool reported = false;
  for (const enkat::Finding& f : enkat::validate(mentoring(), r, mentoring_options()).findings) {
    if (f.rule != enkat::Rule::meta_version) continue;
    EXPECT_EQ(f.row, 3);
    reported = true;
  }
  EXPECT_TRUE(reported);
}

TEST(Audience, judged_only_where_it_can_be) {
  const std::string q = R"({"id":"r","type":"single","required":true,"options":[{"code":"in","label":{"en":"I"}},
      {"code":"out","label":{"en":"O"}},{"code":"no","label":{"en":"-"},"missing":"refused"}]})";
  EXPECT_EQ(found(survey(q + "," + text_q, R"(,"audience":{"question":"r","eligible":["in"]})"),
                  "r,a\nin,x\nout,x\nno,x\n,x\nz,x\n"),
            "2 r audience.ineligible\n4 r required.missing\n5 r option.unknown\n");
}

TEST(Checks, a_missing_condition_is_false_and_a_missing_assertion_has_passed) {
  const std::string d = survey(
      R"({"id":"a","type":"number","max":100},{"id":"b","type":"number"},{"id":"c","type":"number","show_if":"a > 5"})",
      R"(,"checks":[{"id":"sum","severity":"error","when":"a > 0","assert":"a + b <= 10"},
                                             {"id":"hint","severity":"info","assert":"c < 3"}])");
  EXPECT_EQ(found(d, "a,b,c\n5,5,\n5,6,\n0,99,\n5,,\n,99,\n500,1,9\n6,1,4\n1,1,9\n"),
            "2 - check.sum\n6 - check.hint\n6 a number.range\n7 - check.hint\n8 c routing.answered_when_hidden\n");
  const enkat::Definition definition = enkat::load_definition(d);
  const auto report = enkat::validate(definition, read_text("a,b,c\n5,6,\n6,1,4\n", definition, "plain"));
  EXPECT_EQ(report.findings.at(0).severity, enkat::Severity::error);
  EXPECT_EQ(report.findings.at(1).severity, enkat::Severity::info);
}

TEST(Checks, are_not_judged_beyond_a_break) {
  const std::string d =
      survey(text_q + R"(,{"id":"b","type":"text"})",
             R"(,"checks":[{"id":"both","severity":"error","assert":"answered(a) and answered(b) "}])");
  EXPECT_EQ(found(d, "submitted,a,b\n0,x,\n1,x,\n1,x,y\n"), "1 - unit.breakoff\n2 - check.both\n");
}

TEST(Expressions, today_and_submission_are_dates) {
  const std::string d = survey(R"({"id":"a","type":"date"})",
                               R"(,"checks":[{"id":"past","severity":"warning","assert":"a <= submitted() "},
                                             {"id":"known","severity":"warning","assert":"a <= today() "}])");
  EXPECT_EQ(found(d, "submitted_at,a\n2023-01-10,2023-01-11\n2023-01-10,2023-01-10\n2023-01-10,2030-01-01\n"),
            "1 - check.past\n3 - check.past\n3 - check.known\n");
}

}  // namespace
