// One answer at a time: choices, numbers, dates, texts, rankings.
#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "validation_text.hpp"

namespace {

using namespace enkat_test;

std::string options(const std::string& codes) {
  std::string out = "\"options\":[";
  for (const char c : codes) {
    if (c == '!') {
      out.insert(out.size() - 1, ",\"exclusive\":true");
    } else if (c == '?') {
      out.insert(out.size() - 1, ",\"missing\":\"no_opinion\"");
    } else if (c == '+') {
      out.insert(out.size() - 1, ",\"other_text\":true");
    } else {
      out += std::string(out.back() == '[' ? "" : ",") + R"({"code":")" + c + R"(","label":{"en":")" + c + "\"}}";
    }
  }
  return out + "]";
}

/// The CSV text with a first column that numbers the records, so that none is blank.
std::string numbered(const std::string& csv) {
  std::string out = "response_id,";
  int n = 0;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    out += csv[i];
    if (csv[i] == '\n' && i + 1 < csv.size()) out += std::to_string(++n) + ",";
  }
  return out;
}

TEST(Choice, exclusive_options_stand_alone) {
  const std::string d = survey(R"({"id":"q","type":"multi",)" + options("abn!m!") + "}");
  EXPECT_EQ(found(d, numbered("q\na;b\nn\na;n\nn;m\n")), "3 q choice.exclusive\n4 q choice.exclusive\n");
}

TEST(Choice, the_number_of_choices_counts_what_is_not_exclusive) {
  const std::string d =
      survey(R"({"id":"q","type":"multi","min_choices":2,"max_choices":3,)" + options("abcdn!k?") + "}");
  EXPECT_EQ(found(d, numbered("q\na;b\na\na;b;c;d\nn\nk\na;n\n\n")),
            "2 q choice.count\n3 q choice.count\n6 q choice.exclusive\n");
}

TEST(Choice, a_required_multiple_choice_without_any_choice_is_missing) {
  const std::string d = survey(R"({"id":"q","type":"multi","required":true,"min_choices":1,)" + options("ab") + "}");
  EXPECT_EQ(found(d, numbered("q/a,q/b\n0,0\n1,0\n,\n")), "1 q required.missing\n3 q required.missing\n");
}

TEST(Choice, texts_of_other_belong_to_their_option) {
  const std::string d = survey(R"({"id":"s","type":"single",)" + options("ao+") + R"(},{"id":"m","type":"multi",)" +
                               options("ao+") + "}");
  EXPECT_EQ(found(d, "s,s_other,m,m_other\na,,a,\no,text,a;o,text\na,text,a,text\no,,o,\n,text,,text\n"),
            "3 s other.text_without_option\n3 m other.text_without_option\n4 s other.option_without_text\n"
            "4 m other.option_without_text\n5 s other.text_without_option\n5 m other.text_without_option\n");
}

TEST(Choice, a_matrix_with_several_answers_per_row) {
  const std::string d = survey(R"({"id":"q","type":"matrix","multiple_per_row":true,)" + options("abn!") +
                               R"(,"rows":[{"code":"x","label":{"en":"X"}},{"code":"y","label":{"en":"Y"}}]})");
  EXPECT_EQ(found(d, "q.x,q.y\na;b,n\na;n,b;n\na;z,\n"), "2 q choice.exclusive\n3 q option.unknown\n");
}

TEST(Number, range_step_and_decimals_survive_binary_fractions) {
  const std::string d = survey(R"({"id":"q","type":"number","min":-1,"max":80,"decimals":1},
      {"id":"s","type":"number","min":0.05,"step":0.1},{"id":"t","type":"rating","min":1,"max":7,"step":2})");
  EXPECT_EQ(found(d, "q,s,t\n80,0.35,1\n-1,0.05,7\n0.3,12345.65,3\n80.0000000000,99999.95,5\n12.5,,\n0,,\n"), "");
  EXPECT_EQ(
      found(d, "q,s,t\n80.1,0.3,2\n-1.1,0.351,0\n12.25,,8\nten,x,y\n1e300,,\n"),
      "1 q number.range\n1 s number.step\n1 t number.step\n2 q number.range\n2 s number.step\n2 t number.range\n"
      "2 t number.step\n3 q number.decimals\n3 t number.range\n3 t number.step\n4 q number.type\n4 s number.type\n"
      "4 t number.type\n5 q number.range\n");
  const std::string fine =
      survey(R"({"id":"q","type":"number","decimals":10},{"id":"w","type":"number","decimals":0})");
  EXPECT_EQ(found(fine, "q,w\n0.0123456789,1000000000001\n123456.789,7\n1.01234567891,7.5\n"),
            "3 q number.decimals\n3 w number.decimals\n");
}

TEST(Date, range_and_calendar) {
  const std::string d = survey(R"({"id":"q","type":"date","min":"2020-02-29","max":"2023-02-28"})");
  EXPECT_EQ(found(d, "q\n2020-02-29\n2023-02-28\n2020-02-28\n2023-03-01\n2023-02-29\nsoon\n"),
            "3 q date.range\n4 q date.range\n5 q date.invalid\n6 q date.invalid\n");
}

TEST(Date, steps_are_days_and_seconds) {
  const std::string d = survey(R"({"id":"q","type":"date","min":"2023-01-02","step":7},
      {"id":"t","type":"time","min":"08:00","max":"17:00:00","step":900})");
  EXPECT_EQ(found(d, "q,t\n2023-01-09,08:15\n2023-01-10,17:00\n2023-01-16,08:20\n2022-12-26,17:01\n,25:00\n"),
            "2 q number.step\n3 t number.step\n4 q date.range\n4 t number.step\n4 t date.range\n5 t date.invalid\n");
}

TEST(Text, formulas_and_control_characters) {
  const std::string d = survey(R"({"id":"q","type":"text"})");
  EXPECT_EQ(found(d, "q\n=1+1\n+46 70\n@SUM(1)\n\"\t=1\"\n\"\rx\"\n"),
            "1 q text.formula\n2 q text.formula\n3 q text.formula\n4 q text.formula\n5 q text.formula\n");
  EXPECT_EQ(found(d, "q\n- a list\n-1+1\na=b\n\"two\nlines\r\nand\ttab\"\n 1\n"), "");
  EXPECT_EQ(found(d, "q\na\x07z\na\x7Fz\na\xC2\x9Bz\na\xC2\x85z\nna\xC3\xAFve\n\x0B=\n"),
            "1 q text.control\n2 q text.control\n3 q text.control\n6 q text.control\n");
}

TEST(Text, length_in_characters) {
  const std::string d = survey(R"({"id":"q","type":"text","min_length":3,"max_length":5})");
  EXPECT_EQ(found(d, "q\nåäöåä\nåä\nåäöåäö\n\"a\r\nb\r\nc\"\n\n"), "2 q text.length\n3 q text.length\n");
}

TEST(Text, patterns_match_all_of_it_unless_they_say_otherwise) {
  const std::string d = survey(R"({"id":"a","type":"text","pattern":"[A-Z]{2}[0-9]{3}"},
      {"id":"b","type":"text","pattern":"^[A-Z]"},{"id":"c","type":"text","pattern":"^[0-9]+$"})");
  EXPECT_EQ(found(d, "a,b,c\nAB123,Anna,12\nAB1234,anna,12a\nxAB123,,\n"),
            "2 a text.pattern\n2 b text.pattern\n2 c text.pattern\n3 a text.pattern\n");
}

TEST(Text, addresses) {
  const std::string d = survey(R"({"id":"q","type":"email"})");
  EXPECT_EQ(found(d, "q\nanna@example.org\nåsa.ö@exämple.se\na+b@sub.example.co.uk\nroot@localhost\n"), "");
  EXPECT_EQ(found(d, "q\nanna\nanna@\n@example.org\nan na@example.org\na@b@c.org\na@b..org\n"),
            "1 q text.pattern\n2 q text.pattern\n3 q text.pattern\n3 q text.formula\n4 q text.pattern\n"
            "5 q text.pattern\n6 q text.pattern\n");
}

TEST(Text, bytes_that_are_no_utf8_are_the_only_finding) {
  const std::string d = survey(R"({"id":"q","type":"text","pattern":"[a-z]+","max_length":3},
      {"id":"s","type":"single",)" +
                               options("ab") + "}");
  EXPECT_EQ(found(d, "q,s\nl\xE4ngre,a\nab,\xE4\nå,b\n"), "1 q file.encoding\n2 s file.encoding\n3 q text.pattern\n");
}

TEST(Ranking, every_shape) {
  const std::string d = survey(R"({"id":"q","type":"ranking","min_ranked":2,"max_ranked":3,)" + options("abcd") + "}");
  EXPECT_EQ(found(d, numbered("q\na;b\na;b;c\na\na;b;c;d\na;b;a\na;z\n\n")),
            "3 q ranking.count\n4 q ranking.count\n5 q ranking.duplicate_item\n6 q option.unknown\n");
  EXPECT_EQ(found(d, "q.a,q.b,q.c,q.d\n1,2,,\n1,1,3,\n1,3,,\n2,3,,\n1,,,\n,,,\n"),
            "2 q ranking.duplicate_position\n3 q ranking.gap\n4 q ranking.gap\n5 q ranking.count\n");
}

TEST(Values, tables_made_in_memory_are_judged_like_files) {
  const enkat::Definition d = enkat::load_definition(survey(R"({"id":"s","type":"single",)" + options("ab") +
                                                            R"(},{"id":"r","type":"ranking",)" + options("ab") + "}"));
  enkat::Responses table;
  table.rows = 3;
  const std::vector<std::int32_t> codes{0, 1, -1};
  table.columns.push_back({"s", enkat::CategoryColumn{{"b", "elsewhere"}, enkat::Codes(codes, 2)}, {}});
  constexpr auto none = enkat::RankingColumn::no_item;
  table.columns.push_back({"r", enkat::RankingColumn{{"a", "z"}, {0, 0, none, 0, 1, none}}, {}});
  EXPECT_EQ(lines(d, enkat::validate(d, table)),
            "1 r ranking.duplicate_item\n2 s option.unknown\n2 r ranking.gap\n3 r option.unknown\n");
}

TEST(Values, a_column_of_the_wrong_type_is_a_broken_call) {
  const enkat::Definition d = enkat::load_definition(survey(R"({"id":"q","type":"number"})"));
  enkat::Responses table;
  table.rows = 1;
  table.columns.push_back({"q", enkat::TextColumn{{"1"}}, {}});
  EXPECT_THROW((void)enkat::validate(d, table), enkat::Error);
  table.columns[0].data = enkat::NumberColumn{{1, 2}};
  EXPECT_THROW((void)enkat::validate(d, table), enkat::Error);
}

}  // namespace
