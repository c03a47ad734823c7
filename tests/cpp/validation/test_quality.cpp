#include <gtest/gtest.h>

#include "../../../cpp/src/validation/gibberish.hpp"
#include "validation_text.hpp"

namespace {

using namespace enkat_test;

const std::string scale =
    R"("options":[{"code":"1","label":{"en":"1"}},{"code":"2","label":{"en":"2"}},{"code":"dk","label":{"en":"?"},"missing":"no_opinion"}],
    "rows":[{"code":"p","label":{"en":"P"}},{"code":"q","label":{"en":"Q"}},{"code":"r","label":{"en":"R"}},{"code":"s","label":{"en":"S"}}])";

TEST(Quality, straightlining_counts_rows_with_an_opinion) {
  const std::string d = survey(R"({"id":"m","type":"matrix",)" + scale + "}",
                               R"(,"quality":{"straightline":[{"question":"m","min_rows":3}]})");
  EXPECT_EQ(found(d, "m.p,m.q,m.r,m.s\n1,1,1,1\n1,1,1,dk\n1,1,dk,dk\n1,1,1,2\n2,2,2,\ndk,dk,dk,dk\n"),
            "1 m quality.straightline\n2 m quality.straightline\n5 m quality.straightline\n");
}

TEST(Quality, control_questions) {
  const std::string o =
      R"("options":[{"code":"x","label":{"en":"X"}},{"code":"y","label":{"en":"Y"}},{"code":"z","label":{"en":"Z"}}])";
  const std::string d =
      survey(R"({"id":"s","type":"single",)" + o + R"(},{"id":"m","type":"multi",)" + o +
                 R"(},{"id":"n","type":"rating","min":1,"max":9})",
             R"(,"quality":{"attention":[{"question":"s","expected":["x","y"]},{"question":"m","expected":["x","z"]},
                                   {"question":"n","expected":["7"]}]})");
  EXPECT_EQ(found(d, "s,m,n\nx,x;z,7\nz,x,6\n,,7\ny,x;y;z,7\n"),
            "2 s quality.attention\n2 m quality.attention\n2 n quality.attention\n4 m quality.attention\n");
}

std::string timed(const std::string& timing) { return survey(R"({"id":"a","type":"text"})", ",\"timing\":" + timing); }

TEST(Quality, speeding) {
  EXPECT_EQ(found(timed(R"({"min_duration_seconds":60})"), "duration_seconds,a\n59.9,x\n60,x\n,x\n-5,x\n"),
            "1 - quality.speeding\n4 - meta.duration\n");
  const std::string median = R"({"speeding":{"method":"fraction_of_median","value":0.5}})";
  EXPECT_EQ(found(timed(median), "duration_seconds,a\n100,x\n200,x\n300,x\n74,x\n149,x\n"), "4 - quality.speeding\n");
  EXPECT_EQ(
      found(timed(R"({"speeding":{"method":"absolute_seconds","value":45}})"), "duration_seconds,a\n44,x\n45,x\n"),
      "1 - quality.speeding\n");
  // mean 98, sd 28.4, median 110: below 81.6
  EXPECT_EQ(found(timed(R"({"speeding":{"method":"sd_below_median","value":1}})"),
                  "duration_seconds,a\n110,x\n110,x\n110,x\n112,x\n48,x\n"),
            "5 - quality.speeding\n");
}

TEST(Quality, the_median_is_over_complete_single_records) {
  const std::string median = R"({"speeding":{"method":"fraction_of_median","value":0.5}})";
  // partial and repeated records would lift the median to 1000
  EXPECT_EQ(found(timed(median),
                  "response_id,submitted,duration_seconds,a\n1,1,100,x\n2,1,120,x\n3,0,1000,x\n3,1,1000,y\n3,1,1000,"
                  "z\n4,0,5,x\n"),
            "3 - unit.breakoff\n4 - unit.duplicate_id\n5 - unit.duplicate_id\n6 - unit.breakoff\n");
}

TEST(Quality, robots) {
  enkat::Responses r = read_file("qualtrics-numeric.csv");
  r.meta.bot_score.assign(static_cast<std::size_t>(r.rows), 0.5);
  r.meta.bot_score[4] = 0.49;
  std::string rows;
  for (const enkat::Finding& f : enkat::validate(mentoring(), r, mentoring_options()).findings)
    if (f.rule == enkat::Rule::quality_bot) rows += std::to_string(f.row + 1) + " ";
  EXPECT_EQ(rows, "5 ");
}

TEST(Gibberish, is_recognised) {
  for (const char* text :
       {"asdf", "asdfasdf", "asd",       "qwerty", "qwertz uiop", "AZERTY", "lkjlkj",           "sdf kjh sdf",
        "xxxx", "aaaaaaaa", "AAAA bbbb", "?????",  "#%&/!#",      "......", "sdfkjhsdf kjhsdf", "dfgdfgdfg",
        "ghjk", "xcvbxcvb", "fdsafdsa",  "hjkl;"})
    EXPECT_TRUE(enkat::detail::is_gibberish(text)) << text;
}

TEST(Gibberish, ordinary_answers_pass) {
  for (const char* text : {"",
                           " ",
                           "-",
                           "---",
                           "n/a",
                           "No",
                           "ok",
                           "...",
                           "x",
                           "xxx",
                           "1",
                           "10-15",
                           "100 %",
                           "2023",
                           "=1+1",
                           ":-))))",
                           "👍👍👍👍👍",
                           "We were",
                           "Poor tree",
                           "Were",
                           "property",
                           "Wert",
                           "were we",
                           "IT",
                           "CCTV",
                           "HTML, CSS och PHP",
                           "- bra idé, men tiden räcker inte",
                           "Elever i årskurs 9 är mentorer åt sexorna.",
                           "strč prst skrz krk",
                           "Smrž pln skvrn zvlhl z mlh",
                           "Angstschweiß",
                           "Rechtschreibung",
                           "Borschtschschüssel",
                           "哈哈哈哈哈",
                           "ありがとうございます",
                           "Спасибо, всё хорошо",
                           "пропал",
                           "شكرا جزيلا",
                           "תודה רבה",
                           "ขอบคุณมาก",
                           "감사합니다",
                           "Ευχαριστώ πολύ",
                           "Dziękuję, szczęście i bezwzględność",
                           "Crwth",
                           "nth",
                           "Mentoring matters. Mentoring matters.",
                           "Ääääh, vet inte",
                           "hmm",
                           "Zzz",
                           "B2B",
                           "Tsktsk",
                           "ttt",
                           "Lack of time!!!!!!",
                           "Szczebrzeszyn",
                           "Köszönöm",
                           "Teşekkürler",
                           "Ačiū",
                           "Paldies",
                           "Aitäh",
                           "Go raibh maith agat",
                           "Grazzi ħafna",
                           "Ďakujem",
                           "Hvala"})
    EXPECT_FALSE(enkat::detail::is_gibberish(text)) << text;
}

TEST(Gibberish, only_in_the_questions_named) {
  const std::string d =
      survey(R"({"id":"a","type":"text"},{"id":"b","type":"text"})", R"(,"quality":{"open_text":["a"]})");
  EXPECT_EQ(found(d, "a,b\nasdf asdf,asdf asdf\nfine,x\n"), "1 a quality.open_text\n");
}

}  // namespace
