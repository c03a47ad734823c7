#include <gtest/gtest.h>

#include <functional>

#include "enkat/base/error.hpp"
#include "enkat/design/design.hpp"
#include "sample.hpp"

using namespace enkat;
using enkat::testing::categories;
using enkat::testing::numbers;

namespace {

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace

TEST(Design, weights_come_from_the_fpc_when_absent) {
  const Numbers fpc = numbers({8, 8, 8, 8});
  const Design d(4, nullptr, {{nullptr, nullptr, &fpc}}, {});
  EXPECT_DOUBLE_EQ(d.weights()[0], 2);
  EXPECT_TRUE(d.weighted());
  EXPECT_DOUBLE_EQ(d.stages()[0].fraction[0], 0.5);
}

TEST(Design, values_of_at_most_one_are_fractions) {
  const Numbers fpc = numbers({.25, .25});
  const Design d(2, nullptr, {{nullptr, nullptr, &fpc}}, {});
  EXPECT_DOUBLE_EQ(d.weights()[1], 4);
}

TEST(Design, refuses_a_cluster_in_two_strata_and_names_it) {
  const Categories stratum = categories({0, 1}, {"north", "south"}), cluster = categories({0, 0}, {"c7"});
  const std::string message = message_of([&] { Design(2, nullptr, {{&cluster, &stratum, nullptr}}, {}); });
  EXPECT_NE(message.find("cluster 'c7'"), std::string::npos) << message;
  EXPECT_NE(message.find("'north' and 'south'"), std::string::npos) << message;
  EXPECT_NE(message.find("nest=True"), std::string::npos) << message;
  EXPECT_NO_THROW(Design(2, nullptr, {{&cluster, &stratum, nullptr}}, {.nest = true}));
}

TEST(Design, refuses_bad_weights_by_row) {
  const Numbers negative = numbers({1, -2}), missing = numbers({1, 0}, {1, 0}), zero = numbers({0, 0});
  EXPECT_NE(message_of([&] { Design(2, &negative, {{}}, {}); }).find("row 2 has the weight -2"), std::string::npos);
  EXPECT_NE(message_of([&] { Design(2, &missing, {{}}, {}); }).find("row 2 has no weight"), std::string::npos);
  EXPECT_NE(message_of([&] { Design(2, &zero, {{}}, {}); }).find("every weight is zero"), std::string::npos);
}

TEST(Design, refuses_an_fpc_below_the_sample_or_not_constant) {
  const Numbers small = numbers({2, 2, 2}), mixed = numbers({9, 8, 9});
  EXPECT_NE(message_of([&] { Design(3, nullptr, {{nullptr, nullptr, &small}}, {}); }).find("population of 2"),
            std::string::npos);
  EXPECT_NE(message_of([&] { Design(3, nullptr, {{nullptr, nullptr, &mixed}}, {}); }).find("expected one value"),
            std::string::npos);
}

TEST(Design, a_stage_without_fpc_ends_the_variance) {
  const Categories first = categories({0, 0, 1, 1}, {"a", "b"}),
                   second = categories({0, 1, 2, 3}, {"1", "2", "3", "4"});
  const Numbers fpc = numbers({10, 10, 10, 10});
  EXPECT_EQ(Design(4, nullptr, {{&first}, {&second}}, {}).stages().size(), 1U);
  const Design both(4, nullptr, {{&first, nullptr, &fpc}, {&second, nullptr, nullptr}}, {});
  EXPECT_EQ(both.stages().size(), 2U);
  EXPECT_EQ(both.stages()[1].parent, (std::vector<std::int32_t>{0, 0, 1, 1}));
}

TEST(Design, degrees_of_freedom_count_what_the_domain_occupies) {
  const enkat::testing::Sample s(60);
  const Design d = s.clustered();
  EXPECT_DOUBLE_EQ(d.degrees_of_freedom(), 15 - 3);
  std::vector<std::uint8_t> mask(60, 0);
  for (std::size_t i = 0; i < 60; i += 3) mask[i] = 1;  // the first stratum
  EXPECT_DOUBLE_EQ(d.where(mask).degrees_of_freedom(), 5 - 1);
}
