#include <gtest/gtest.h>

#include "enkat/reading/encoding.hpp"
#include "enkat/reading/numbers.hpp"

namespace {

using enkat::Comma;

std::optional<double> value(std::string_view text, Comma comma = Comma::ambiguous) {
  return enkat::parse_number(text, comma).value;
}

TEST(Numbers, AsProgramsWriteThem) {
  EXPECT_EQ(value("10"), 10.0);
  EXPECT_EQ(value("10.0000000000"), 10.0);
  EXPECT_EQ(value(" -2.5 "), -2.5);
  EXPECT_EQ(value("+.5"), 0.5);
  EXPECT_EQ(value("1e3"), 1000.0);
  EXPECT_EQ(value("0.1"), 0.1);
  EXPECT_EQ(value("12345678901234567890.25"), 12345678901234567890.25);
  EXPECT_EQ(value("2.2250738585072014e-308"), 2.2250738585072014e-308);
}

TEST(Numbers, AsPeopleWriteThem) {
  EXPECT_EQ(value("2,5"), 2.5);
  EXPECT_EQ(value("1 234,5"), 1234.5);
  EXPECT_EQ(value("1\xC2\xA0"
                  "234"),
            1234.0);
  EXPECT_EQ(value("1.234,5"), 1234.5);
  EXPECT_EQ(value("1,234.5"), 1234.5);
  EXPECT_EQ(value("1,234,567"), 1234567.0);
  EXPECT_EQ(value("\xE2\x88\x92"
                  "4"),
            -4.0);
}

TEST(Numbers, ACommaBeforeThreeDigitsNeedsAFileThatWritesDecimalCommas) {
  EXPECT_EQ(value("1,234", Comma::decimal), 1.234);
  EXPECT_FALSE(value("1,234").has_value());
  EXPECT_NE(enkat::parse_number("1,234", Comma::ambiguous).why_not.find("thousands"), std::string::npos);
  EXPECT_EQ(value("0,125"), 0.125);
}

TEST(Numbers, RefusesEverythingElse) {
  for (const char* text : {"", "about ten", "10 h", "nan", "inf", "-", ".", "1e", "1e999", "0x10", "1 2", "12 34",
                           "1,2,3", "1.2.3", "5-3", "1,23.4", "--1", "1.5,2.5"})
    EXPECT_FALSE(value(text).has_value()) << text;
}

TEST(Encoding, TextHelpers) {
  EXPECT_EQ(enkat::normalised_spaces("  a\xC2\xA0\n b "), "a b");
  EXPECT_EQ(enkat::trimmed("\xC2\xA0 ä \xE2\x80\x8B"), "ä");
  EXPECT_EQ(enkat::shortened("åäö", 3), "å...");
  EXPECT_FALSE(enkat::is_utf8("\xC0\xAF"));
  EXPECT_FALSE(enkat::is_utf8("\xED\xA0\x80"));
  EXPECT_TRUE(enkat::is_utf8("1234567 ä \xF0\x9F\x99\x82"));
}

}  // namespace
