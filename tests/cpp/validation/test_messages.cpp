#include <gtest/gtest.h>

#include "validation_text.hpp"

namespace {

using namespace enkat_test;

enkat::Finding finding(enkat::Rule rule) {
  enkat::Finding f;
  f.rule = rule;
  f.question = enkat::info(rule).of_question ? 5 : -1;
  f.check = rule == enkat::Rule::check ? 0 : -1;
  return f;
}

TEST(Messages, name_value_bound_and_question) {
  enkat::Finding f = finding(enkat::Rule::number_range);
  f.side = enkat::Side::above;
  f.value = "200";
  f.expected = "80";
  EXPECT_EQ(message(mentoring(), f, "en"),
            "200 is above the maximum of 80; “How many hours a month do you yourself spend on mentoring?”");
  EXPECT_EQ(message(mentoring(), f, "sv"),
            "200 är över maximivärdet 80; ”Hur många timmar i månaden ägnar du själv åt mentorskap?”");
  EXPECT_EQ(message(mentoring(), f, "de").substr(0, 12), "200 is above");
  f.side = enkat::Side::below;
  EXPECT_EQ(message(mentoring(), f, "en").substr(0, 12), "200 is below");
}

TEST(Messages, the_definition_words_its_own_checks) {
  EXPECT_EQ(message(mentoring(), finding(enkat::Rule::check), "sv"),
            "En lärarstudent uppger mer än 40 mentorstimmar i månaden.");
}

TEST(Messages, an_answer_is_never_taken_for_a_placeholder) {
  enkat::Finding f = finding(enkat::Rule::option_unknown);
  f.value = "{question}{expected}";
  EXPECT_NE(message(mentoring(), f, "en").find("“{question}{expected}” is not"), std::string::npos);
}

TEST(Messages, every_rule_has_a_sentence_in_both_languages) {
  for (std::size_t i = 0; i < enkat::all_rules().size(); ++i) {
    enkat::Finding f = finding(static_cast<enkat::Rule>(i));
    f.value = "v";
    f.expected = "e";
    const std::string en = message(mentoring(), f, "en"), sv = message(mentoring(), f, "sv");
    EXPECT_GT(en.size(), 10U) << enkat::all_rules()[i].name;
    EXPECT_NE(en, sv) << enkat::all_rules()[i].name;
    EXPECT_EQ(en.find('{'), std::string::npos) << en;
    EXPECT_EQ(enkat::rule_named(enkat::all_rules()[i].name), static_cast<enkat::Rule>(i));
  }
}

}  // namespace
