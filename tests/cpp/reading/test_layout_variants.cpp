// Forms of the layouts that the sample files do not show.
#include <gtest/gtest.h>

#include "responses_text.hpp"

namespace {

using namespace enkat_test;
using enkat::Responses;

/// Four questions, one of each kind that layouts write differently; nothing is required.
const enkat::Definition& small() {
  static const enkat::Definition definition = enkat::load_definition(R"({
    "format": "survey-definition", "format_version": "0.1", "id": "small", "version": "1", "default_language": "en",
    "languages": ["en"], "title": {"en": "Small"}, "missing": [{"code": "99", "kind": "refused"}],
    "questions": [
      {"id": "q_one", "type": "single", "text": {"en": "One?"}, "options": [
        {"code": "x", "label": {"en": "Ex"}}, {"code": "y", "label": {"en": "Why"}},
        {"code": "other", "label": {"en": "Other"}, "other_text": true}]},
      {"id": "q_many", "type": "multi", "text": {"en": "Many?"}, "options": [
        {"code": "a", "label": {"en": "A; or a"}}, {"code": "b", "label": {"en": "Bee, or b"}},
        {"code": "none", "label": {"en": "Nothing to say"}, "missing": "no_opinion"},
        {"code": "other", "label": {"en": "Other"}, "other_text": true}]},
      {"id": "q_rank", "type": "ranking", "text": {"en": "Rank."}, "options": [
        {"code": "p", "label": {"en": "Pea"}}, {"code": "q", "label": {"en": "Queue"}}, {"code": "r", "label": {"en": "Are"}}]},
      {"id": "q_text", "type": "text", "text": {"en": "Say."}}]})");
  return definition;
}

Responses read_small(const std::string& csv) { return read_text(csv, small()); }

TEST(LayoutVariants, EUSurveyLabelsThatContainTheSeparator) {
  const Responses r = read_small(
      "One?;Many?;If other?;Rank.;Say.\n"
      "Ex;\"A; or a; Bee, or b\";;\"Are; Pea\";99\n"
      "Other;\"Other; Nothing to say\";text;\"Are; ; Pea\";x\n"
      "Ex;Nothing to say;;\"Are; Are\";x\n");
  EXPECT_EQ(r.layout, "eusurvey");
  EXPECT_EQ(answer(r, "q_many", 1), "a b");
  EXPECT_EQ(answer(r, "q_rank", 1), "r p");
  EXPECT_EQ(answer(r, "q_text", 1), "<refused>");
  EXPECT_EQ(answer(r, "q_many", 2), "none other");
  EXPECT_EQ(answer(r, "q_many.other", 2), "text");
  EXPECT_EQ(answer(r, "q_many", 3), "<no_opinion>");
  EXPECT_EQ(problems(r), "2 q_rank ranking.gap\n3 q_rank ranking.duplicate_item\n");
}

TEST(LayoutVariants, GoogleSheetJoinsByCommas) {
  const Responses r = read_small(
      "Timestamp,One?,Many?,Rank. [Pea],Rank. [Queue],Rank. [Are],Say.,Email Address\n"
      "2023/01/11 9:05:00 AM GMT+1,My own,\"A; or a, Bee, or b\",2,,1,hi,me@example.org\n"
      "2023/01/11 9:06:00 AM GMT+1,Ex,\"Bee, or b, my words\",1,,3,,\n");
  EXPECT_EQ(r.layout, "google_forms");
  EXPECT_EQ(answer(r, "q_one", 1), "other");
  EXPECT_EQ(answer(r, "q_one.other", 1), "My own");
  EXPECT_EQ(r.meta.respondent_ref[0], "me@example.org");
  EXPECT_EQ(answer(r, "q_rank", 1), "r p");
  EXPECT_EQ(problems(r), "2 q_rank ranking.gap\n");
}

TEST(LayoutVariants, GoogleDatesFollowTheLocaleOfTheSheet) {
  const std::string head = "Timestamp,One?\n";
  const Responses day = read_small(head + "5/1/2023 9:05:00,Ex\n6/1/2023 9:05:00,Ex\n1/2/2023 9:05:00,Ex\n");
  EXPECT_EQ(day.meta.judged_at[0]->local_seconds, (19362 * 24 + 9) * 3600LL + 300);  // 2023-01-05
  EXPECT_EQ(day.notes[0], "dates with slashes were read with the day first");
  const Responses month = read_small(head + "1/5/2023 9:05:00,Ex\n1/25/2023 9:05:00,Ex\n2/1/2023 9:05:00,Ex\n");
  EXPECT_EQ(month.meta.judged_at[0]->local_seconds, (19362 * 24 + 9) * 3600LL + 300);
  const Responses either = read_small(head + "1/2/2023 9:05:00,Ex\n");
  EXPECT_NE(either.notes[0].find("could be either"), std::string::npos);
}

TEST(LayoutVariants, LimeSurveyWithCommasAndItsOwnCodes) {
  const Responses r = read_small(
      "\"id\",\"submitdate\",\"one\",\"one[other]\",\"many[a]\",\"many[SQ002]\",\"many[SQ003]\",\"many[other]\","
      "\"rank[1]\",\"rank[2]\",\"rank[3]\",\"text\"\n"
      "\"1\",\"1980-01-01 00:00:00\",\"AO02\",\"\",\"Y\",\"\",\"\",\"mine\",\"AO03\",\"AO01\",\"\",\"\"\n"
      "\"2\",\"2023-01-11 09:00:00\",\"-oth-\",\"mine\",\"\",\"\",\"\",\"\",\"\",\"A1\",\"A1\",\n");
  EXPECT_EQ(r.layout, "limesurvey");
  EXPECT_EQ(answer(r, "q_one", 1), "y");
  EXPECT_EQ(answer(r, "q_many", 1), "a other");
  EXPECT_EQ(answer(r, "q_rank", 1), "r p");
  EXPECT_EQ(r.meta.submitted[0], 1);
  EXPECT_FALSE(r.meta.judged_at[0].has_value());  // the date LimeSurvey writes when it keeps none
  EXPECT_EQ(answer(r, "q_one.other", 2), "mine");
  EXPECT_EQ(answer(r, "q_many", 2), "<no_answer>");
  EXPECT_EQ(answer(r, "q_text", 2), "<not_shown>");
  EXPECT_EQ(problems(r), "2 q_rank ranking.duplicate_item\n2 q_rank ranking.gap\n");
}

TEST(LayoutVariants, QualtricsSplitColumns) {
  const Responses r = read_small(
      "StartDate,EndDate,Status,Finished,ResponseId,q_one,Q2_1,Q2_2,Q2_3,Q2_4,Q2_4_TEXT,Q3_1,Q3_2,Q3_3,Q4_TEXT\n"
      "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o\n"
      "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",,,,,,,,,,,,,,\n"
      "2023-01-11,2023-01-11,0,1,R1,Why,1,,,4,mine,3,1,2,x\n"
      "2023-01-11,2023-01-11,8,1,R2,1,1,,,,,,,,\n"
      "2023-01-11,2023-01-11,0,True,R3,2,,,,,,1,1,4,\n");
  EXPECT_EQ(r.layout, "qualtrics");
  EXPECT_EQ(r.rows, 2);
  EXPECT_EQ(answer(r, "q_one", 1), "y");
  EXPECT_EQ(answer(r, "q_many", 1), "a other");
  EXPECT_EQ(answer(r, "q_many", 2), "<no_answer>");
  EXPECT_EQ(answer(r, "q_rank", 1), "q r p");
  EXPECT_EQ(r.meta.response_id[1], "R3");
  EXPECT_EQ(problems(r), "2 q_rank ranking.duplicate_position\n2 q_rank ranking.gap\n");
}

TEST(LayoutVariants, KoboGroupsSplitOnlyAndPlaces) {
  const Responses r = read_small(
      "start,_submission_time,g/q_one,g/q_many/a,g/q_many/b,g/q_many/none,g/q_many/other,g/q_rank/_1st_choice,"
      "g/q_rank/_2nd_choice,g/q_rank/_3rd_choice,q_text,_id\n"
      "2023-01-11T10:00:00.000+01:00,2023-01-11T09:05:00,x,1,0,0,TRUE,r,p,,hi,17\n"
      "2023-01-11T10:00:00.000+01:00,2023-01-11T09:05:00,,0,0,0,0,r,,p,hi,18\n"
      "2023-01-11T10:00:00.000+01:00,2023-01-11T09:05:00,,,,,,,,,,19\n");
  EXPECT_EQ(r.layout, "kobo");
  EXPECT_EQ(r.meta.response_id[0], "17");
  EXPECT_EQ(r.meta.judged_at[0]->utc_offset_seconds, 0);
  EXPECT_EQ(answer(r, "q_many", 1), "a other");
  EXPECT_EQ(answer(r, "q_many", 2), "");  // answered: nothing chosen
  EXPECT_EQ(answer(r, "q_many", 3), "<no_answer>");
  EXPECT_EQ(answer(r, "q_rank", 1), "r p");
  EXPECT_EQ(problems(r), "2 q_rank ranking.gap\n");
}

TEST(LayoutVariants, RaggedRowsBlankRowsAndHeadingsTwice) {
  const Responses r = read_small(
      "q_one;q_text;q_text;;\n"
      "x;a;b;;\n"
      ";;;;\n"
      "x;a\n"
      "y;b;c;;;\n");
  EXPECT_EQ(r.layout, "plain");
  EXPECT_EQ(r.rows, 3);
  EXPECT_EQ(answer(r, "q_text", 1), "a");
  EXPECT_EQ(answer(r, "q_text", 2), "<invalid>");
  EXPECT_EQ(answer(r, "q_many", 1), "<not_shown>");
  EXPECT_EQ(problems(r), "2 - file.ragged_row\n3 - file.ragged_row\n");
  ASSERT_EQ(r.notes.size(), 3U);
  EXPECT_EQ(r.notes[0], "1 column(s) that no question explains were left out: q_text");
  EXPECT_EQ(r.notes[2], "1 blank row(s) between respondents are left out; the rows of findings do not count them");
}

TEST(LayoutVariants, ColumnsThatCannotBeUnderstoodAreNoted) {
  const Responses r = read_small("q_one,submitted_at,duration_seconds\nx,soon,a while\nx,2023-01-11,30\n");
  EXPECT_FALSE(r.meta.judged_at[0].has_value());
  EXPECT_EQ(r.meta.duration_seconds[1], 30.0);
  ASSERT_EQ(r.notes.size(), 3U);
  EXPECT_NE(r.notes[1].find("'submitted_at': 1 cell(s)"), std::string::npos);
  EXPECT_NE(r.notes[1].find("'soon' in row 1"), std::string::npos);
}

}  // namespace
