// Files large enough to be parsed in chunks: the cells are those of a parser that reads character by character.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "enkat/base/error.hpp"
#include "enkat/reading/csv.hpp"

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// RFC 4180 with the rules of parse_csv, one character after the other.
Rows slow(const std::string& text, char delimiter) {
  Rows rows;
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '\n' || text[i] == '\r') {
      ++i;
      continue;
    }
    rows.emplace_back();
    for (bool more = true; more;) {
      std::string& cell = rows.back().emplace_back();
      if (i < text.size() && text[i] == '"') {
        for (++i; i < text.size(); ++i) {
          if (text[i] != '"') {
            cell += text[i];
          } else if (i + 1 < text.size() && text[i + 1] == '"') {
            cell += text[i++];
          } else {
            ++i;
            break;
          }
        }
      }
      while (i < text.size() && text[i] != delimiter && text[i] != '\n' && text[i] != '\r') cell += text[i++];
      more = i < text.size() && text[i] == delimiter;
      if (more) ++i;
    }
    if (i + 1 < text.size() && text[i] == '\r' && text[i + 1] == '\n') ++i;
    ++i;
  }
  return rows;
}

std::string random_cell(std::mt19937& r, bool stray_quotes) {
  static const std::string plain = "abc 0123456789.\xC3\xA4";
  std::string out;
  const unsigned kind = r() % 12;
  for (unsigned n = r() % 14; n > 0; --n) out += plain[r() % 15];
  if (stray_quotes && kind == 0) return out + "5\" pipe";
  if (kind == 1) return "\"" + out + ";\"\" and\nmore\r\n\"";
  if (kind == 2) return "\"" + out + "\"";
  if (kind == 3) return "\"" + out + "\"x";
  if (kind == 4) return "\"\"";
  return out;
}

std::string random_file(unsigned seed, bool stray_quotes, const char* line_break) {
  std::mt19937 r(seed);
  std::string out = "first;second;third";
  while (out.size() < (std::size_t{17} << 18)) {
    out += line_break;
    for (unsigned c = 0, n = 1 + r() % 5; c < n; ++c) out += (c ? ";" : "") + random_cell(r, stray_quotes);
  }
  return out;
}

void expect_same(const std::string& text) {
  const Rows expected = slow(text, ';');
  const enkat::CellTable found = enkat::parse_csv(text, {.delimiter = ';'});
  ASSERT_EQ(found.rows(), static_cast<std::int64_t>(expected.size()));
  for (std::size_t r = 0; r < expected.size(); ++r) {
    const auto row = static_cast<std::int64_t>(r);
    ASSERT_EQ(found.width(row), expected[r].size()) << "row " << r;
    for (std::size_t c = 0; c < expected[r].size(); ++c) ASSERT_EQ(found.at(row, c).text, expected[r][c]) << r;
  }
}

TEST(CsvChunks, AreParsedAsOneFile) {
  for (const char* line_break : {"\n", "\r\n", "\r"}) expect_same(random_file(1, false, line_break));
}

TEST(CsvChunks, QuotesInsideUnquotedCellsMoveNoCut) {
  for (const unsigned seed : {2U, 3U}) expect_same(random_file(seed, true, "\n"));
}

TEST(CsvChunks, AQuoteThatIsNeverClosedTakesTheRest) {
  std::string text = random_file(5, false, "\n");
  text.insert(text.find('\n', text.size() / 3) + 1, "a;\"");
  expect_same(text);
  // an odd number of quotes moves every later one's meaning, but the note is about a quote open at the end
  const enkat::CellTable t = enkat::parse_csv("a;b\n1;\"2\n3;4\n");
  ASSERT_EQ(t.notes.size(), 1U);
  EXPECT_NE(t.notes[0].find("record 2 is never closed"), std::string::npos);
}

TEST(CsvChunks, OneBadCellFarBehindIsFound) {
  std::string text = random_file(6, false, "\n");
  text += "\nx;L\xE4rare;y\n";
  const enkat::CellTable t = enkat::parse_csv(text, {.delimiter = ';'});
  std::int64_t bad = 0;
  for (std::int64_t r = 0; r < t.rows(); ++r)
    for (std::size_t c = 0; c < t.width(r); ++c) {
      if (!t.at(r, c).bad_encoding) continue;
      ++bad;
      EXPECT_EQ(t.at(r, c).text, "Lärare");
    }
  EXPECT_EQ(bad, 1);
}

TEST(CsvChunks, ARecordWithTooManyCellsIsNamedByItsNumberInTheFile) {
  std::string text = "a;b\n";
  while (text.size() < (std::size_t{5} << 20)) text += "1;2\n";
  const auto records = static_cast<std::int64_t>(text.size() / 4);
  text += std::string(60, ';') + "\n";
  try {
    (void)enkat::parse_csv(text, {.delimiter = ';', .max_columns = 50});
    FAIL() << "expected an error";
  } catch (const enkat::Error& e) {
    EXPECT_NE(std::string(e.what()).find("record " + std::to_string(records + 1)), std::string::npos) << e.what();
  }
}

}  // namespace
