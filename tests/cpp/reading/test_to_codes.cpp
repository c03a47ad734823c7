#include <gtest/gtest.h>

#include "enkat/reading/to_codes.hpp"

namespace {

using enkat::Option;
using enkat::OptionCodes;
using Pieces = std::vector<std::string_view>;

std::vector<Option> options() {
  std::vector<Option> out(3);
  out[0].code = "a";
  out[0].label = {{"en", "Yes, soon"}, {"sv", "Ja"}};
  out[1].code = "2";
  out[1].label = {{"en", "Yes"}, {"sv", "Yes, soon"}};
  out[2].code = "o";
  out[2].label = {{"en", "Other; or not"}, {"sv", "Annat"}};
  out[2].other_text = true;
  return out;
}

TEST(ToCodes, LabelsOfTheFirstLanguageWin) {
  OptionCodes codes;
  add_labels(codes, options(), {"en", "sv"});
  EXPECT_EQ(codes.find("Yes,\xC2\xA0 soon "), 0);
  EXPECT_EQ(codes.find("Ja"), 0);
  EXPECT_EQ(codes.find("yes"), OptionCodes::none);
  EXPECT_EQ(codes.find(""), OptionCodes::none);
}

TEST(ToCodes, CodesAndPositions) {
  OptionCodes codes, positions;
  add_codes(codes, options());
  EXPECT_EQ(codes.find("2.0"), 1);
  EXPECT_EQ(codes.find("a.0"), OptionCodes::none);
  add_positions(positions, options(), "SQ", 3, true);
  EXPECT_EQ(positions.find("SQ002"), 1);
  EXPECT_EQ(positions.find("SQ003"), OptionCodes::none);
}

TEST(ToCodes, SplitsAtSeparatorsButNotInsideLabels) {
  OptionCodes codes;
  add_labels(codes, options(), {"en"});
  EXPECT_EQ(split_known("Yes; Other; or not;Yes, soon", ";", codes), (Pieces{"Yes", "Other; or not", "Yes, soon"}));
  EXPECT_EQ(split_known("Yes, soon, Yes, never", ",", codes), (Pieces{"Yes, soon", "Yes", "never"}));
  EXPECT_EQ(split_known(" ;; Other ;", ";", codes), (Pieces{"Other"}));
}

TEST(ToCodes, AHostileCellIsSplitInLinearTime) {
  OptionCodes codes;
  add_labels(codes, options(), {"en"});
  std::string cell;
  for (int i = 0; i < 1'000'000; ++i) cell += "x; ";
  EXPECT_EQ(split_known(cell, ";", codes).size(), 1'000'000U);
}

TEST(ToCodes, MissingKinds) {
  EXPECT_EQ(enkat::missing_of("not_applicable"), enkat::Missing::not_shown);
  EXPECT_EQ(enkat::missing_of("item_nonresponse"), enkat::Missing::no_answer);
  EXPECT_EQ(enkat::missing_of("refused"), enkat::Missing::refused);
  EXPECT_EQ(enkat::missing_of(""), enkat::Missing::none);
}

}  // namespace
