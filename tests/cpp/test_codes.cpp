#include <gtest/gtest.h>

#include "enkat/base/error.hpp"
#include "enkat/table/codes.hpp"

TEST(Codes, keeps_values_and_missing) {
  const std::vector<std::int32_t> raw{0, -1, 2};
  const enkat::Codes codes(raw, 3);
  EXPECT_EQ(codes.size(), 3);
  EXPECT_EQ(codes.at(0), 0);
  EXPECT_EQ(codes.at(1), -1);
  EXPECT_EQ(codes.at(2), 2);
}

TEST(Codes, refuses_a_code_outside_the_levels) {
  const std::vector<std::int32_t> raw{0, 3};
  EXPECT_THROW(enkat::Codes(raw, 3), enkat::Error);
}
