// The five CSV files of tests/data/formats; expected values were looked up in the files by hand.
#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "responses_text.hpp"

namespace {

using namespace enkat_test;
using enkat::Responses;

std::int64_t seconds_of(const std::optional<enkat::Moment>& m) { return m ? m->local_seconds : -1; }

TEST(Layouts, EUSurveySavedAsCsv) {
  const Responses r = read_file("eusurvey-content-saved-as.csv");
  EXPECT_EQ(r.layout, "eusurvey");
  EXPECT_EQ(r.rows, 21);
  EXPECT_EQ(r.notes, std::vector<std::string>{});
  EXPECT_EQ(answer(r, "q_role", 2), "head_teacher");
  EXPECT_EQ(answer(r, "q_role", 4), "<no_answer>");
  EXPECT_EQ(answer(r, "q_country", 10), "TR");
  EXPECT_EQ(answer(r, "q_country", 7), "<invalid>");
  EXPECT_EQ(answer(r, "q_audiences", 17), "all_pupils sen_pupils new_teachers support_teachers none");
  EXPECT_EQ(answer(r, "q_hours", 4), "2.5");
  EXPECT_EQ(answer(r, "q_hours", 1), "<no_answer>");
  EXPECT_EQ(answer(r, "q_since", 3), "19236");  // 2022-09-01
  EXPECT_EQ(answer(r, "q_benefits.outcomes", 3), "5");
  EXPECT_EQ(answer(r, "q_benefits.motivation", 6), "<no_opinion>");
  EXPECT_EQ(answer(r, "q_plan", 1), "considering");
  EXPECT_EQ(answer(r, "q_obstacles", 1), "funding training time leadership recruitment");
  EXPECT_EQ(answer(r, "q_comment", 1), "More time in the timetable would help.\nAlso \"shadowing\" days.");
  EXPECT_EQ(answer(r, "q_comment", 14), "Lärarna behöver tid");
  EXPECT_EQ(answer(r, "q_role.other", 1), "<no_answer>");
  EXPECT_EQ(r.meta.response_id[0], "0cd55bf8-6ecd-55c1-814b-6be738e23c3d");
  EXPECT_EQ(r.meta.respondent_ref[0], "");
  EXPECT_EQ(r.meta.language[0], "sv");
  EXPECT_TRUE(r.meta.judged_at[0]->date_only);
  EXPECT_EQ(seconds_of(r.meta.judged_at[0]), 19368 * 86400LL);
  EXPECT_TRUE(r.meta.duration_seconds.empty());
  EXPECT_EQ(problems(r), "7 q_country option.unknown\n14 q_comment file.encoding\n");
}

TEST(Layouts, LimeSurvey) {
  const Responses r = read_file("limesurvey-results.csv");
  EXPECT_EQ(r.layout, "limesurvey");
  EXPECT_EQ(r.rows, 21);
  EXPECT_EQ(r.notes, std::vector<std::string>{});
  EXPECT_EQ(answer(r, "q_role", 1), "teacher");
  EXPECT_EQ(answer(r, "q_country", 1), "FR");
  EXPECT_EQ(answer(r, "q_audiences", 1), "early_leaving_pupils new_teachers");
  EXPECT_EQ(answer(r, "q_audiences", 2), "none");
  EXPECT_EQ(answer(r, "q_hours", 4), "2.5");
  EXPECT_EQ(answer(r, "q_since", 1), "15918");  // 2013-08-01
  EXPECT_EQ(answer(r, "q_benefits.retention", 5), "<no_opinion>");
  EXPECT_EQ(answer(r, "q_obstacles", 2), "funding recruitment training leadership time");
  EXPECT_EQ(answer(r, "q_recommend", 9), "<no_answer>");  // shown: ""
  EXPECT_EQ(answer(r, "q_recommend", 1), "<not_shown>");  // an unquoted empty field
  EXPECT_EQ(answer(r, "q_obstacles", 1), "<not_shown>");
  EXPECT_EQ(answer(r, "q_training", 1), "<no_answer>");
  EXPECT_EQ(answer(r, "q_training", 2), "<not_shown>");
  EXPECT_EQ(answer(r, "q_benefits.wellbeing", 2), "<not_shown>");
  EXPECT_EQ(answer(r, "q_audiences.other", 1), "<no_answer>");
  EXPECT_EQ(r.meta.response_id[20], "105");
  EXPECT_EQ(r.meta.respondent_ref[0], "invitee-1000");
  EXPECT_FALSE(r.meta.judged_at[0].has_value());
  EXPECT_EQ(r.meta.submitted[0], 0);
  EXPECT_EQ(r.meta.submitted[1], 1);
  EXPECT_EQ(r.meta.duration_seconds[7], 41.0);
  EXPECT_EQ(problems(r), "15 q_level option.unknown\n");
}

TEST(Layouts, Qualtrics) {
  const Responses r = read_file("qualtrics-numeric.csv");
  EXPECT_EQ(r.layout, "qualtrics");
  EXPECT_EQ(r.rows, 21);
  EXPECT_EQ(r.notes, std::vector<std::string>{});
  EXPECT_EQ(answer(r, "q_role", 6), "head_teacher");
  EXPECT_EQ(answer(r, "q_country", 2), "HR");
  EXPECT_EQ(answer(r, "q_audiences", 2), "all_pupils sen_pupils all_teachers new_teachers");
  EXPECT_EQ(answer(r, "q_hours", 6), "<invalid>");
  EXPECT_EQ(answer(r, "q_hours", 3), "2.5");
  EXPECT_EQ(answer(r, "q_benefits.wellbeing", 3), "<no_opinion>");
  EXPECT_EQ(answer(r, "q_obstacles", 1), "recruitment time training funding leadership");
  EXPECT_EQ(answer(r, "q_obstacles", 3), "<invalid>");
  EXPECT_EQ(answer(r, "q_recommend", 4), "11");
  EXPECT_EQ(r.meta.bot_score[1], 0.1);
  EXPECT_EQ(r.meta.submitted[15], 0);
  EXPECT_EQ(r.meta.respondent_ref[20], "invitee-1000");
  EXPECT_EQ(seconds_of(r.meta.judged_at[0]), 19367 * 86400LL + 14 * 3600 + 9 * 60);
  EXPECT_EQ(problems(r),
            "3 q_obstacles ranking.duplicate_position\n6 q_hours number.type\n14 q_level option.unknown\n");
}

TEST(Layouts, GoogleForms) {
  const Responses r = read_file("google-forms.csv");
  EXPECT_EQ(r.layout, "google_forms");
  EXPECT_EQ(r.rows, 20);
  EXPECT_EQ(r.notes, std::vector<std::string>{});
  EXPECT_EQ(answer(r, "q_role", 7), "other");
  EXPECT_EQ(answer(r, "q_role.other", 7), "Parent");
  EXPECT_EQ(answer(r, "q_role.other", 6), "<no_answer>");
  EXPECT_EQ(answer(r, "q_audiences", 6), "disadvantaged_pupils all_teachers none");
  EXPECT_EQ(answer(r, "q_plan", 10), "within_year");
  EXPECT_EQ(answer(r, "q_obstacles", 1), "recruitment training funding time leadership");
  EXPECT_EQ(answer(r, "q_comment", 12).size(), 1140U);
  EXPECT_EQ(seconds_of(r.meta.judged_at[2]), 19388 * 86400LL + 22 * 3600 + 37 * 60);
  EXPECT_EQ(r.meta.judged_at[2]->utc_offset_seconds, 3600);
  EXPECT_TRUE(r.meta.response_id.empty());
  EXPECT_EQ(problems(r), "11 q_hours number.type\n19 q_country option.unknown\n");
}

TEST(Layouts, Kobo) {
  const Responses r = read_file("kobo-both.csv");
  EXPECT_EQ(r.layout, "kobo");
  EXPECT_EQ(r.rows, 21);
  EXPECT_EQ(r.notes, std::vector<std::string>{});
  EXPECT_EQ(answer(r, "q_audiences", 1), "sen_pupils");
  EXPECT_EQ(answer(r, "q_audiences.other", 1), "School librarians");
  EXPECT_EQ(answer(r, "q_audiences", 12), "all_pupils sen_pupils none");
  EXPECT_EQ(answer(r, "q_audiences", 19), "disadvantaged_pupils new_teachers");
  EXPECT_EQ(answer(r, "q_since", 17), "<invalid>");
  EXPECT_EQ(answer(r, "q_obstacles", 1), "training leadership time recruitment funding");
  EXPECT_EQ(answer(r, "q_benefits.retention", 13), "<no_opinion>");
  EXPECT_EQ(r.meta.response_id[0], "20cb9a68-27e3-51b6-98e9-7c5f452536a4");
  EXPECT_EQ(r.meta.duration_seconds[0], 218.0);
  EXPECT_EQ(r.meta.version[0], "vMentor2023a");
  EXPECT_EQ(r.meta.judged_at[0]->utc_offset_seconds, 3600);
  EXPECT_EQ(problems(r),
            "2 q_comment file.encoding\n5 q_level option.unknown\n17 q_since date.invalid\n"
            "19 q_audiences layout.split_mismatch\n");
}

TEST(Layouts, AForcedLayoutMustFit) {
  const std::string google = file_text("google-forms.csv");
  try {
    (void)read_text(google, mentoring(), "limesurvey");
    FAIL() << "no error";
  } catch (const enkat::Error& e) {
    EXPECT_NE(std::string(e.what()).find("limesurvey"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("Timestamp"), std::string::npos);
  }
  EXPECT_THROW((void)read_text(google, mentoring(), "excel"), enkat::Error);
  EXPECT_THROW((void)read_text("a,b\n1,2\n"), enkat::Error);
}

}  // namespace
