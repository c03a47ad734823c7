#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "enkat/base/error.hpp"
#include "enkat/table/select_rows.hpp"
#include "enkat/validation/policy.hpp"
#include "validation_text.hpp"

namespace {

using namespace enkat_test;
using enkat::Action;
using enkat::Fate;

struct Outcome {
  enkat::ValidationReport report;
  enkat::PolicyResult result;
};

Outcome outcome_of(const enkat::Definition& d, const enkat::Responses& r) {
  Outcome out{enkat::validate(d, r, mentoring_options()), {}};
  out.result = apply_default_policy(d, r, out.report);
  return out;
}

TEST(Policy, every_record_has_one_fate) {
  for (const char* file : {"eusurvey-content-saved-as.csv", "limesurvey-results.csv", "qualtrics-numeric.csv",
                           "google-forms.csv", "kobo-both.csv"}) {
    const enkat::Responses r = read_file(file);
    const Outcome o = outcome_of(mentoring(), r);
    EXPECT_EQ(o.result.counts[0] + o.result.counts[1] + o.result.counts[2], r.rows) << file;
    EXPECT_EQ(o.result.counts[0], o.result.accepted.rows) << file;
    EXPECT_EQ(o.result.actions.size(), o.report.findings.size()) << file;
    // what was accepted has no error left but empty required answers
    for (const enkat::Finding& f : outcome_of(mentoring(), o.result.accepted).report.findings)
      EXPECT_TRUE(f.severity != enkat::Severity::error || f.rule == enkat::Rule::required_missing)
          << file << " " << rule_name(mentoring(), f);
  }
}

TEST(Policy, the_default_on_the_google_forms_sample) {
  const enkat::Responses r = read_file("google-forms.csv");
  const Outcome o = outcome_of(mentoring(), r);
  const auto fate = [&](int row) { return o.result.fates[static_cast<std::size_t>(row - 1)]; };
  EXPECT_EQ(fate(1), Fate::rejected);  // early
  EXPECT_EQ(fate(4), Fate::rejected);  // late
  EXPECT_EQ(fate(7), Fate::left_out);  // a parent
  for (const int row : {2, 6, 9, 10, 11, 12, 15, 19, 20}) EXPECT_EQ(fate(row), Fate::accepted) << row;
  EXPECT_EQ(o.result.accepted.rows, 17);
  // rows 6, 11, 12, 19 lose an answer; 9 and 15 have none to lose
  EXPECT_EQ(o.result.blanked, 4);
  const auto at = [&](int row) {  // accepted rows: 1, 4 and 7 are gone
    return static_cast<std::int64_t>(row - 1 - (row > 1) - (row > 4) - (row > 7));
  };
  const enkat::Responses& t = o.result.accepted;
  EXPECT_EQ(t.find("q_audiences")->kind(at(6)), enkat::Missing::invalid);
  EXPECT_EQ(t.find("q_hours")->kind(at(11)), enkat::Missing::invalid);
  EXPECT_EQ(t.find("q_comment")->kind(at(12)), enkat::Missing::invalid);
  EXPECT_EQ(std::get<enkat::TextColumn>(t.find("q_comment")->data).values[static_cast<std::size_t>(at(12))], "");
  EXPECT_EQ(t.find("q_country")->kind(at(19)), enkat::Missing::invalid);
  EXPECT_EQ(t.find("q_recommend")->kind(at(15)), enkat::Missing::no_answer);
  EXPECT_EQ(t.find("q_comment")->kind(at(10)), enkat::Missing::none);  // a formula is only flagged
}

TEST(Policy, errors_on_margins_and_audience_reject) {
  const enkat::Responses r = read_file("limesurvey-results.csv");
  const Outcome o = outcome_of(mentoring(), r);
  EXPECT_EQ(o.result.fates[14], Fate::rejected);  // level is a margin
  EXPECT_EQ(o.result.fates[0], Fate::rejected);   // breakoff
  EXPECT_EQ(o.result.fates[1], Fate::rejected);   // late
  EXPECT_EQ(o.result.fates[20], Fate::rejected);  // repeated identifier
  EXPECT_EQ(o.result.fates[4], Fate::accepted);   // the first of the two
  EXPECT_EQ(o.result.accepted.rows, 17);
  EXPECT_EQ(o.result.accepted.meta.response_id[0], "103");
}

TEST(Policy, a_matrix_loses_only_the_rows_concerned) {
  const enkat::Definition d = enkat::load_definition(survey(
      R"({"id":"m","type":"matrix","required":true,"multiple_per_row":true,"options":[{"code":"a","label":{"en":"A"}},
         {"code":"n","label":{"en":"N"},"exclusive":true}],"rows":[{"code":"x","label":{"en":"X"}},{"code":"y","label":{"en":"Y"}}]})"));
  const Outcome o = outcome_of(d, read_text("m.x,m.y\na;n,a\na,\n", d, "plain"));
  ASSERT_EQ(o.result.actions.size(), 2U);
  EXPECT_EQ(o.result.accepted.find("m.x")->kind(0), enkat::Missing::invalid);
  EXPECT_EQ(o.result.accepted.find("m.y")->kind(0), enkat::Missing::none);
  EXPECT_EQ(o.result.accepted.find("m.x")->kind(1), enkat::Missing::none);
  EXPECT_EQ(o.result.accepted.find("m.y")->kind(1), enkat::Missing::no_answer);
  EXPECT_EQ(o.result.blanked, 1);
}

TEST(Policy, misread_cells_are_blanked_where_they_are) {
  const enkat::Definition d = enkat::load_definition(survey(
      R"({"id":"s","type":"single","options":[{"code":"a","label":{"en":"A"}},{"code":"o","label":{"en":"O"},"other_text":true}]},
         {"id":"t","type":"text"})"));
  const Outcome o = outcome_of(d, read_text("s,s_other,t\no,l\xE4rare,l\xE4rare\na,,\xC3\xA5\n", d, "plain"));
  EXPECT_EQ(lines(d, o.report), "1 s file.encoding\n1 t file.encoding\n");
  EXPECT_EQ(o.result.accepted.find("s")->kind(0), enkat::Missing::none);
  EXPECT_EQ(o.result.accepted.find("s.other")->kind(0), enkat::Missing::invalid);
  EXPECT_EQ(o.result.accepted.find("t")->kind(0), enkat::Missing::invalid);
  EXPECT_EQ(o.result.accepted.find("t")->kind(1), enkat::Missing::none);
}

TEST(Policy, answers_of_rejected_records_are_not_blanked) {
  const enkat::Definition d = enkat::load_definition(survey(R"({"id":"a","type":"number","max":1})"));
  const Outcome o = outcome_of(d, read_text("response_id,a\n1,1\n1,2\n2,2\n", d, "plain"));
  EXPECT_EQ(o.result.actions, (std::vector{Action::reject, Action::superseded, Action::blank}));
  EXPECT_EQ(o.result.blanked, 1);
}

TEST(SelectRows, keeps_everything_of_a_row) {
  const enkat::Responses r = read_file("kobo-both.csv");
  const std::vector<std::int64_t> rows{16, 1};
  const enkat::Responses picked = select_rows(r, rows);
  EXPECT_EQ(picked.rows, 2);
  for (const enkat::Column& c : picked.columns)
    for (std::int64_t i = 0; i < 2; ++i)
      EXPECT_EQ(answer(picked, c.name, i + 1), answer(r, c.name, rows[i] + 1)) << c.name;
  EXPECT_EQ(picked.meta.response_id[1], r.meta.response_id[1]);
  ASSERT_EQ(picked.problems.size(), 2U);
  EXPECT_EQ(picked.problems[0].row, 1);
  EXPECT_EQ(picked.problems[1].rule, "date.invalid");
  const std::vector<std::int64_t> outside{21};
  EXPECT_THROW((void)select_rows(r, outside), enkat::Error);
}

}  // namespace
