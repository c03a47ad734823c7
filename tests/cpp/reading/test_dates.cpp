#include <gtest/gtest.h>

#include "enkat/reading/dates.hpp"

namespace {

using enkat::Moment;
using enkat::parse_moment;
using enkat::SlashDate;

constexpr std::int64_t day = 86400, january_11 = 19368 * day;  // 2023-01-11

TEST(Dates, Calendar) {
  EXPECT_EQ(enkat::days_from_date(1970, 1, 1), 0);
  EXPECT_EQ(enkat::days_from_date(2000, 2, 29), 11016);
  EXPECT_EQ(enkat::days_from_date(2023, 1, 11), 19368);
  EXPECT_EQ(enkat::days_from_date(1969, 12, 31), -1);
  EXPECT_FALSE(enkat::days_from_date(2021, 2, 30).has_value());
  EXPECT_FALSE(enkat::days_from_date(1900, 2, 29).has_value());
  EXPECT_FALSE(enkat::days_from_date(2023, 13, 1).has_value());
}

TEST(Dates, EveryFormOfADay) {
  for (const char* text : {"2023-01-11", "2023/01/11", "2023-1-11", " 11.01.2023 ", "2023-01-11 00:00:00"}) {
    ASSERT_TRUE(parse_moment(text).has_value()) << text;
    EXPECT_EQ(enkat::day_of(*parse_moment(text)), 19368) << text;
  }
  EXPECT_TRUE(parse_moment("2023-01-11")->date_only);
  EXPECT_FALSE(parse_moment("2023-01-11 00:00:00")->date_only);
  EXPECT_EQ(enkat::day_of(*parse_moment("11/01/2023", SlashDate::day_first)), 19368);
  EXPECT_EQ(enkat::day_of(*parse_moment("01/11/2023", SlashDate::month_first)), 19368);
  EXPECT_FALSE(parse_moment("11/01/2023").has_value());
  EXPECT_EQ(enkat::day_of(Moment{-1, {}, false}), -1);
}

TEST(Dates, EveryFormOfATime) {
  struct Case {
    const char* text;
    std::int64_t seconds;
    std::optional<std::int32_t> offset;
  };
  for (const Case& c :
       {Case{"2023-01-11T17:21:22.000+01:00", 17 * 3600 + 21 * 60 + 22, 3600},
        Case{"2023/01/11 9:05:00 AM GMT+1", 9 * 3600 + 300, 3600},
        Case{"2023/01/11 12:44:00 PM GMT-3:30", 12 * 3600 + 44 * 60, -12600}, Case{"2023/01/11 12:01:00 AM GMT", 60, 0},
        Case{"2023-01-11_09-05-01", 9 * 3600 + 301, {}}, Case{"2023-01-11 14:03", 14 * 3600 + 180, {}},
        Case{"2023-01-11T00:00:00Z", 0, 0}, Case{"2023-01-11T00:00:00+0530", 0, 19800}}) {
    const std::optional<Moment> moment = parse_moment(c.text);
    ASSERT_TRUE(moment.has_value()) << c.text;
    EXPECT_EQ(moment->local_seconds, january_11 + c.seconds) << c.text;
    EXPECT_EQ(moment->utc_offset_seconds, c.offset) << c.text;
  }
}

TEST(Dates, RefusesWhatIsNone) {
  for (const char* text : {"", "soon", "2021-02-30", "2023-01", "2023-01-11x", "2023-01-11T25:00:00",
                           "2023-01-11 10:00 Mars", "2023-01-11 13:00 PM", "20230111", "43678", "0023-01-11"})
    EXPECT_FALSE(parse_moment(text).has_value()) << text;
}

TEST(Dates, TimeOfDay) {
  EXPECT_EQ(enkat::parse_time_of_day("9:05"), "09:05");
  EXPECT_EQ(enkat::parse_time_of_day("17:30:15"), "17:30:15");
  EXPECT_EQ(enkat::parse_time_of_day("5:30 PM"), "17:30");
  EXPECT_EQ(enkat::parse_time_of_day("24:10"), "");
  EXPECT_EQ(enkat::parse_time_of_day("noon"), "");
}

}  // namespace
