// Conditions that can never be met are warned of before data are read.
#include <gtest/gtest.h>

#include <string>

#include "enkat/definition/load.hpp"

namespace {

/// The warnings about conditions of a survey with these conditions and checks.
std::string warnings(const std::string& show_if, const std::string& checks = "", const std::string& section = "") {
  const std::string json = R"({"format":"survey-definition","format_version":"0.1","id":"t","version":"1",
    "default_language":"en","languages":["en"],"title":{"en":"T"},
    "sections":[{"id":"s","title":{"en":"S"})" +
                           (section.empty() ? "" : ",\"show_if\":\"" + section + "\"") + R"(}],
    "questions":[
     {"id":"one","type":"single","text":{"en":"q"},"options":[{"code":"a","label":{"en":"a"}},{"code":"b","label":{"en":"b"}},
       {"code":"no","label":{"en":"no"},"missing":"refused"}]},
     {"id":"many","type":"multi","text":{"en":"q"},"options":[{"code":"x","label":{"en":"x"}},{"code":"y","label":{"en":"y"}},
       {"code":"none","label":{"en":"none"},"exclusive":true}]},
     {"id":"n","type":"number","text":{"en":"q"},"min":0,"max":80,"show_if":"one == 'a'"},
     {"id":"day","type":"date","text":{"en":"q"},"min":"2020-01-01"},
     {"id":"t","type":"text","text":{"en":"q"},"max_length":10},
     {"id":"scale","type":"single","text":{"en":"q"},"options":[{"code":"1","label":{"en":"1"}},{"code":"5","label":{"en":"5"}}]},
     {"id":"two","type":"multi","max_choices":2,"text":{"en":"q"},"options":[{"code":"x","label":{"en":"x"}},
       {"code":"y","label":{"en":"y"}},{"code":"z","label":{"en":"z"}}]},
     {"id":"order","type":"ranking","text":{"en":"q"},"options":[{"code":"x","label":{"en":"x"}},{"code":"y","label":{"en":"y"}}]},
     {"id":"last","type":"text","section":"s","text":{"en":"q"})" +
                           (show_if.empty() ? "" : ",\"show_if\":\"" + show_if + "\"") + R"(}],
    "checks":[)" + checks + "]}";
  std::string out;
  for (const std::string& w : enkat::load_definition(json).warnings) out += w + "\n";
  return out;
}

bool never_asked(const std::string& show_if, const std::string& section = "") {
  const std::string found = warnings(show_if, "", section);
  EXPECT_TRUE(found.empty() || found.find("/questions/8/show_if: can never be true") != std::string::npos) << found;
  return !found.empty();
}

TEST(NeverMet, RoutingThatNobodyPasses) {
  for (const char* condition : {"n > 80",
                                "n < 0",
                                "n > 5 and n < 3",
                                "n > 5 and n <= 5",
                                "one == 'a' and one == 'b'",
                                "one == 'b' and n > 3",
                                "one != 'a' and one != 'b'",
                                "selected(many,'none') and selected(many,'x')",
                                "answered(n) and one == 'b'",
                                "not answered(n) and n > 3",
                                "day < '2019-12-31'",
                                "len(t) > 10",
                                "t == 'p' and t == 'q'",
                                "one in ['a'] and not one in ['a', 'b']",
                                "scale > 1 and scale < 5",
                                "count(many) > 3",
                                "not (one == 'a' or one != 'a')",
                                "selected(many,'none') and count(many) > 1",
                                "not selected(one,'no') and selected(one,'no')",
                                "n + 1 > 90",
                                "n * 2 - 10 > 150",
                                "100 - n < 20",
                                "-n > 1",
                                "n / 2 > 40 and n > 3",
                                "n != n",
                                "n > n + 1",
                                "n in [81, 90]",
                                "n > 70 and n in [1, 5]",
                                "1 == 2",
                                "3 < 2 or n > 80",
                                "count(two) > 2",
                                "rank(order,'x') > 2",
                                "rank(order,'x') < 1",
                                "rank(order,'x') == 1 and rank(order,'x') == 2",
                                "one == 'a' and not (n < 5 or n >= 5)"})
    EXPECT_TRUE(never_asked(condition)) << condition;
}

TEST(NeverMet, RoutingThatSomebodyPasses) {
  for (const char* condition : {"n > 79",
                                "n >= 80",
                                "one == 'a' or one == 'b'",
                                "one != 'a'",
                                "selected(many,'x') and selected(many,'y')",
                                "not answered(n)",
                                "not answered(n) or n > 3",
                                "day > '2025-01-01'",
                                "len(t) >= 10",
                                "scale >= 1 and scale < 5",
                                "selected(one,'no')",
                                "not selected(one,'a')",
                                "count(many) >= 2",
                                "n * 2 >= 160",
                                "n > scale",
                                "n + 1 > 80",
                                "n == n",
                                "n in [80, 90]",
                                "2 > 1",
                                "count(two) == 2",
                                "rank(order,'y') == 2",
                                "rank(order,'x') == 1 and rank(order,'y') == 1 or n > 3",
                                "n * scale > 1000",
                                "n / 2 >= 40",
                                "answered(one) and one == 'b'",
                                "not (one == 'a' and n > 3)",
                                "day < today()",
                                "one in ['b'] or n in [1, 2]"})
    EXPECT_FALSE(never_asked(condition)) << condition;
}

TEST(NeverMet, ASectionCountsAsWell) {
  EXPECT_TRUE(never_asked("one == 'b'", "one == 'a'"));
  EXPECT_FALSE(never_asked("one == 'a'", "one == 'a'"));
  EXPECT_NE(warnings("", "", "n > 100").find("/sections/0/show_if: can never be true"), std::string::npos);
}

std::string check(const std::string& id, const std::string& assertion, const std::string& when = "") {
  return R"({"id":")" + id + R"(","severity":"error","assert":")" + assertion + "\"" +
         (when.empty() ? "" : ",\"when\":\"" + when + "\"") + "}";
}

TEST(NeverMet, ChecksThatNeverFireOrAlwaysDo) {
  EXPECT_NE(warnings("", check("c", "n <= 80")).find("/checks/0/assert: can never be false"), std::string::npos);
  EXPECT_NE(warnings("", check("c", "n <= 40", "one == 'b'")).find("never fires"), std::string::npos);
  EXPECT_NE(warnings("", check("c", "n <= 40", "n > 90")).find("/checks/0/when: can never be true"), std::string::npos);
  EXPECT_NE(warnings("", check("c", "n > 90", "answered(n)")).find("always fires"), std::string::npos);
  EXPECT_NE(warnings("", check("c", "n > 90")).find("/checks/0/assert: can never hold"), std::string::npos);
  EXPECT_EQ(warnings("", check("c", "n > 90 or not answered(n)")), "");
  EXPECT_EQ(warnings("", check("c", "n <= 40 or not answered(n)", "one == 'a'")), "");
}

TEST(NeverMet, ChecksThatContradictEachOther) {
  const std::string both = check("low", "n < 10", "answered(n)") + "," + check("high", "n > 20", "answered(n)");
  EXPECT_NE(warnings("", both).find("/checks/1: contradicts the check \"low\""), std::string::npos);
  const std::string given = check("low", "n < 10") + "," + check("high", "n > 20");  // both pass where n is missing
  EXPECT_NE(warnings("", given).find("/checks/1: contradicts the check \"low\""), std::string::npos);
  EXPECT_EQ(warnings("", check("low", "n < 10 or not answered(n)") + "," + check("high", "n > 20 or not answered(n)")),
            "");
  EXPECT_EQ(warnings("", check("low", "n < 10") + "," + check("high", "day > '2021-01-01' or n > 20")), "");
  EXPECT_EQ(warnings("", check("low", "n < 10", "scale == 1 and answered(n)") + "," +
                             check("high", "n > 20", "scale == 5 and answered(n)")),
            "");
}

TEST(NeverMet, LargeConditionsEnd) {
  std::string large = "one == 'a'";
  for (int i = 0; i < 40; ++i) large = "(" + large + " or n > " + std::to_string(i) + ") and (scale == 1 or n < 70)";
  (void)warnings(large.substr(0, large.size()));
}

TEST(NeverMet, RangesOfSeveralAnswers) {
  EXPECT_TRUE(never_asked("n + count(two) > 82"));
  EXPECT_TRUE(never_asked("n * count(two) < 0"));
  EXPECT_TRUE(never_asked("count(two) - n > 2"));
  EXPECT_TRUE(never_asked("len(t) > n + 10"));
  EXPECT_FALSE(never_asked("n + count(two) == 82"));
  EXPECT_FALSE(never_asked("n * count(two) >= 160"));
  EXPECT_FALSE(never_asked("n > count(two)"));
  EXPECT_FALSE(never_asked("n / count(two) > 100"));  // a quotient is not bounded
}

}  // namespace
