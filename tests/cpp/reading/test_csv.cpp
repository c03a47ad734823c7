#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "enkat/base/error.hpp"
#include "enkat/reading/csv.hpp"

namespace {

using enkat::CellTable;
using enkat::parse_csv;
using Rows = std::vector<std::vector<std::string>>;

Rows texts(const CellTable& table) {
  Rows out;
  for (std::int64_t r = 0; r < table.rows(); ++r) {
    out.emplace_back();
    for (std::size_t c = 0; c < table.width(r); ++c) out.back().emplace_back(table.at(r, c).text);
  }
  return out;
}

TEST(Csv, QuotesLineBreaksAndEmptyCells) {
  const CellTable t = parse_csv("a;b;c\r\n\"x;1\";\"said \"\"hi\"\"\r\nthere\";\r\n;\"\";5\"");
  EXPECT_EQ(texts(t), (Rows{{"a", "b", "c"}, {"x;1", "said \"hi\"\r\nthere", ""}, {"", "", "5\""}}));
  EXPECT_FALSE(t.at(1, 2).quoted);
  EXPECT_FALSE(t.at(2, 0).quoted);
  EXPECT_TRUE(t.at(2, 1).quoted);
  EXPECT_EQ(t.delimiter, ';');
}

TEST(Csv, EveryLineEndingAndBlankLines) {
  const Rows expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
  EXPECT_EQ(texts(parse_csv("a,b\n1,2\n3,4\n")), expected);
  EXPECT_EQ(texts(parse_csv("a,b\r\n\r\n1,2\r\n3,4\r\n\r\n")), expected);
  EXPECT_EQ(texts(parse_csv("a,b\r1,2\r3,4")), expected);
}

TEST(Csv, RowsKeepTheirOwnWidth) {
  const CellTable t = parse_csv("a,b,c\n1\n1,2,3,4\n1,2,\n");
  EXPECT_EQ(t.width(1), 1U);
  EXPECT_EQ(t.width(2), 4U);
  EXPECT_EQ(t.width(3), 3U);
  EXPECT_TRUE(t.at(1, 2).empty());
}

TEST(Csv, DelimiterIsTheOneThatSplitsEvenly) {
  EXPECT_EQ(enkat::find_delimiter("a;b\n\"1;2;3\";4,5\n6,7,8;9\n"), ';');
  EXPECT_EQ(enkat::find_delimiter("a,b\n\"x;y;z\",2\n\"x;y\",3\n"), ',');
  EXPECT_EQ(enkat::find_delimiter("a\tb\n1\t2,5\n"), '\t');
  EXPECT_EQ(enkat::find_delimiter("a|b\n1|2\n"), '|');
  EXPECT_EQ(enkat::find_delimiter("Alias;M;;\nDate;2023;;\n;;;\nWhat, now?;b;c;d\n"), ';');
}

TEST(Csv, MarksAndEncodings) {
  EXPECT_EQ(texts(parse_csv("\xEF\xBB\xBF"
                            "a,b\n")),
            (Rows{{"a", "b"}}));
  EXPECT_EQ(texts(parse_csv(std::string("\xFF\xFE"
                                        "a\0,\0\xE4\0\n\0",
                                        10))),
            (Rows{{"a", "ä"}}));
  EXPECT_EQ(texts(parse_csv(std::string("\xFE\xFF"
                                        "\0a\0,\0\xE4\0\n",
                                        10))),
            (Rows{{"a", "ä"}}));
  EXPECT_THROW((void)parse_csv(std::string("a\0,\0b\0\n\0", 8)), enkat::Error);
}

TEST(Csv, OneCellInAnotherEncodingIsMarkedAndRead) {
  const CellTable t = parse_csv(
      "å,b\nx,L\xE4rarna beh\xF6ver \xE5\xA7\xA6 tid\ny,\x80"
      "5\n");
  EXPECT_TRUE(t.at(1, 1).bad_encoding);
  EXPECT_EQ(t.at(1, 1).text, "Lärarna behöver 姦 tid");
  EXPECT_EQ(t.at(2, 1).text, "€5");
  EXPECT_FALSE(t.at(2, 0).bad_encoding);
  EXPECT_TRUE(t.notes.empty());
}

TEST(Csv, AFileWithoutAnyUtf8IsReadAsAWhole) {
  const CellTable t = parse_csv("\xE5r,b\n\xE4,\xF6\n\xE4,\xF6\n");
  EXPECT_EQ(texts(t), (Rows{{"år", "b"}, {"ä", "ö"}, {"ä", "ö"}}));
  EXPECT_FALSE(t.at(1, 1).bad_encoding);
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_NE(t.notes[0].find("Windows-1252"), std::string::npos);
}

TEST(Csv, AQuoteThatIsNeverClosedIsNoted) {
  const CellTable t = parse_csv("a,b\n1,\"cut off\n2,3\n");
  EXPECT_EQ(texts(t), (Rows{{"a", "b"}, {"1", "cut off\n2,3\n"}}));
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_NE(t.notes[0].find("record 2"), std::string::npos);
}

TEST(Csv, RefusesWhatIsNoTable) {
  EXPECT_THROW((void)parse_csv(""), enkat::Error);
  EXPECT_THROW((void)parse_csv("\xEF\xBB\xBF \r\n\r\n"), enkat::Error);
  EXPECT_THROW((void)parse_csv("a,b\n1,2\n", {.max_bytes = 4}), enkat::Error);
  EXPECT_THROW((void)parse_csv(std::string(100, ','), {.max_columns = 50}), enkat::Error);
}

TEST(Csv, LongCellsAndManyColumns) {
  const std::string answer(5'000'000, 'x');
  EXPECT_EQ(parse_csv("a,b\n1,\"" + answer + "\"\n").at(1, 1).text, answer);
  std::string wide = "c0";
  for (int i = 1; i < 10'000; ++i) wide += ",c" + std::to_string(i);
  EXPECT_EQ(parse_csv(wide + "\n").width(0), 10'000U);
}

}  // namespace
