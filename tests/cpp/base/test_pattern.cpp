#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <regex>

#include "enkat/base/error.hpp"
#include "enkat/base/pattern.hpp"

namespace {

using enkat::Pattern;

TEST(Pattern, SearchesAnywhereUnlessAnchored) {
  EXPECT_TRUE(Pattern::compile("b+").search("abbc"));
  EXPECT_FALSE(Pattern::compile("b+").full_match("abbc"));
  EXPECT_TRUE(Pattern::compile("^ab*c$").search("abbc"));
  EXPECT_FALSE(Pattern::compile("^b").search("abbc"));
  EXPECT_FALSE(Pattern::compile("b$").search("abbc"));
  EXPECT_TRUE(Pattern::compile("").search(""));
  EXPECT_TRUE(Pattern::compile("^$").search(""));
  EXPECT_FALSE(Pattern::compile("a").search(""));
}

TEST(Pattern, CharactersAreCodePoints) {
  EXPECT_TRUE(Pattern::compile("^.{3}$").search("åäö"));
  EXPECT_TRUE(Pattern::compile("^[ä-ö]+$").search("åäö"));
  EXPECT_TRUE(Pattern::compile("^\\u00e5$").search("å"));
  EXPECT_TRUE(Pattern::compile("^[^a]$").search("😀"));
  EXPECT_FALSE(Pattern::compile("^[^a]$").search("\n\n"));
}

TEST(Pattern, ClassesEscapesAndGroups) {
  EXPECT_TRUE(Pattern::compile("^\\d{3} \\d{2}$").search("123 45"));
  EXPECT_FALSE(Pattern::compile("^\\d{3} \\d{2}$").search("123 456"));
  EXPECT_TRUE(Pattern::compile("^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$").search("a.b+c@school-1.example.eu"));
  EXPECT_FALSE(Pattern::compile("^[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+$").search("a@b"));
  EXPECT_TRUE(Pattern::compile("^(?:yes|no|(?<word>maybe))?$").search("maybe"));
  EXPECT_TRUE(Pattern::compile("\\bcat\\b").search("a cat."));
  EXPECT_FALSE(Pattern::compile("\\bcat\\b").search("concat"));
  EXPECT_TRUE(Pattern::compile("^a{,2}$").search("a{,2}"));  // no quantifier: a literal
  EXPECT_TRUE(Pattern::compile("^[^\\W\\d]+$").search("abc"));
  EXPECT_FALSE(Pattern::compile("^[^\\W\\d]+$").search("ab1"));
}

TEST(Pattern, CountedRepetition) {
  const Pattern p = Pattern::compile("^(ab){2,4}$");
  for (int n = 0; n < 7; ++n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += "ab";
    EXPECT_EQ(p.search(text), n >= 2 && n <= 4) << n;
  }
  EXPECT_TRUE(Pattern::compile("^a{3,}$").search("aaaaa"));
  EXPECT_FALSE(Pattern::compile("^a{3,}?$").search("aa"));
}

/// Random patterns of the common part against the standard library's backtracking engine.
TEST(Pattern, AgreesWithTheStandardLibrary) {
  std::mt19937_64 random(20230228);
  const char* atoms[] = {"a",     "b",         "[ab]", "[^a]", ".", "\\d", "\\w",
                         "(a|b)", "(?:ab|a|)", "(a*)", "\\b",  "^", "$",   "(b{1,2})"};
  const char* quantifiers[] = {"", "", "", "*", "+", "?", "{2}", "{1,3}", "*?"};
  for (int i = 0; i < 3000; ++i) {
    std::string pattern;
    for (int k = 0; k < 4; ++k) {
      const std::string atom = atoms[random() % 14];
      pattern += atom + (atom == "\\b" || atom == "^" || atom == "$" ? "" : quantifiers[random() % 9]);
      if (random() % 8 == 0) pattern += '|';
    }
    const Pattern ours = Pattern::compile(pattern);
    const std::regex theirs(pattern);
    for (int t = 0; t < 8; ++t) {
      std::string text;
      for (std::size_t n = random() % 6; n > 0; --n) text += "ab1 "[random() % 4];
      EXPECT_EQ(ours.search(text), std::regex_search(text, theirs)) << pattern << " on " << text;
      EXPECT_EQ(ours.full_match(text), std::regex_match(text, theirs)) << pattern << " on " << text;
    }
  }
}

TEST(Pattern, WhatCannotBeBoundedIsRefusedByName) {
  const std::pair<const char*, const char*> bad[] = {{"(a)\\1", "back reference"},
                                                     {"(?=a)", "look-ahead"},
                                                     {"(?!a)", "look-ahead"},
                                                     {"(?<=a)b", "look-behind"},
                                                     {"(?i)a", "inline flags"},
                                                     {"\\p{L}", "Unicode property"},
                                                     {"(a", "expected ')'"},
                                                     {"a)", "without '('"},
                                                     {"[a", "without ']'"},
                                                     {"*a", "nothing before it"},
                                                     {"a**", "after a quantifier"},
                                                     {"a{3,1}", "swapped"},
                                                     {"a{2000}", "above 1000"},
                                                     {"(a{1000}){1000}", "more than 5000 steps"},
                                                     {"[b-a]", "swapped"},
                                                     {"\\q", "unknown escape"},
                                                     {"a\\", "backslash at the end"},
                                                     {"\\u12", "4 hexadecimal"}};
  for (const auto& [pattern, part] : bad) {
    SCOPED_TRACE(pattern);
    try {
      (void)Pattern::compile(pattern);
      ADD_FAILURE() << "no error";
    } catch (const enkat::Error& e) {
      EXPECT_NE(std::string(e.what()).find(part), std::string::npos) << e.what();
    }
  }
  EXPECT_THROW((void)Pattern::compile(std::string(100000, '(')), enkat::Error);
  EXPECT_THROW((void)Pattern::compile(std::string(100, '(') + std::string(100, ')')), enkat::Error);
  EXPECT_NO_THROW((void)Pattern::compile("((){1000}){1000}"));  // nothing to repeat: no work
}

TEST(Pattern, EvilPatternsTakeLinearTime) {
  const std::string text(20000, 'a');
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Pattern::compile("^(a+)+$").search(text + "b"));
  EXPECT_FALSE(Pattern::compile("^(a|a)*$").search(text + "b"));
  EXPECT_FALSE(Pattern::compile("(x+x+)+y").search(std::string(20000, 'x')));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

}  // namespace
