#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/validation/outcome_rates.hpp"

namespace {

double named(const enkat::OutcomeRates& r, std::string_view name) {
  for (std::size_t i = 0; i < r.names.size(); ++i)
    if (r.names[i] == name) return r.values[i].value_or(-1);
  return -2;
}

TEST(OutcomeRates, AreThoseOfTheStandardDefinitions) {
  // worked by hand from the formulas: E = 800, U = 200, C = 700, e = 800/1000
  const enkat::Dispositions d{.I = 400, .P = 50, .R = 200, .NC = 100, .O = 50, .UH = 150, .UO = 50, .NE = 200};
  const enkat::OutcomeRates r = outcome_rates(d);
  EXPECT_DOUBLE_EQ(*r.e, 0.8);
  EXPECT_DOUBLE_EQ(named(r, "RR1"), 400.0 / 1000);
  EXPECT_DOUBLE_EQ(named(r, "RR2"), 450.0 / 1000);
  EXPECT_DOUBLE_EQ(named(r, "RR3"), 400.0 / 960);
  EXPECT_DOUBLE_EQ(named(r, "RR4"), 450.0 / 960);
  EXPECT_DOUBLE_EQ(named(r, "RR5"), 400.0 / 800);
  EXPECT_DOUBLE_EQ(named(r, "RR6"), 450.0 / 800);
  EXPECT_DOUBLE_EQ(named(r, "COOP1"), 400.0 / 700);
  EXPECT_DOUBLE_EQ(named(r, "COOP2"), 450.0 / 700);
  EXPECT_DOUBLE_EQ(named(r, "COOP3"), 400.0 / 650);
  EXPECT_DOUBLE_EQ(named(r, "COOP4"), 450.0 / 650);
  EXPECT_DOUBLE_EQ(named(r, "REF1"), 200.0 / 1000);
  EXPECT_DOUBLE_EQ(named(r, "REF2"), 200.0 / 960);
  EXPECT_DOUBLE_EQ(named(r, "REF3"), 200.0 / 800);
  EXPECT_DOUBLE_EQ(named(r, "CON1"), 700.0 / 1000);
  EXPECT_DOUBLE_EQ(named(r, "CON2"), 700.0 / 960);
  EXPECT_DOUBLE_EQ(named(r, "CON3"), 700.0 / 800);
}

TEST(OutcomeRates, StateOrEstimateTheShareOfTheUnknown) {
  const enkat::Dispositions d{.I = 10, .R = 10, .UH = 20};
  EXPECT_DOUBLE_EQ(named(outcome_rates(d, 0.5), "RR3"), 10.0 / 30);
  EXPECT_DOUBLE_EQ(named(outcome_rates(d, 0.0), "RR3"), named(outcome_rates(d), "RR5"));
  EXPECT_DOUBLE_EQ(named(outcome_rates(d), "RR3"), named(outcome_rates(d), "RR1"));  // nothing ineligible: e = 1
}

TEST(OutcomeRates, AreAbsentWithoutDenominator) {
  const enkat::OutcomeRates none = enkat::outcome_rates(enkat::Dispositions{});
  for (const auto& value : none.values) EXPECT_FALSE(value);
  EXPECT_FALSE(none.e);
  const enkat::OutcomeRates unknown = enkat::outcome_rates(enkat::Dispositions{.UH = 3});
  EXPECT_DOUBLE_EQ(named(unknown, "RR1"), 0);
  EXPECT_FALSE(unknown.values[2]);  // RR3: nothing tells how many are eligible
  EXPECT_THROW((void)enkat::outcome_rates(enkat::Dispositions{.I = -1}), enkat::Error);
  EXPECT_THROW((void)enkat::outcome_rates(enkat::Dispositions{.I = std::nan("")}), enkat::Error);
  EXPECT_THROW((void)enkat::outcome_rates(enkat::Dispositions{.I = 1}, 1.5), enkat::Error);
}

}  // namespace
