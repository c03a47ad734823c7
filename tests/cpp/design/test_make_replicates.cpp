#include <gtest/gtest.h>

#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/design/hadamard.hpp"
#include "enkat/design/make_replicates.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/estimate/total.hpp"
#include "enkat/variance/replicate.hpp"
#include "sample.hpp"

using namespace enkat;
using enkat::testing::categories;
using enkat::testing::numbers;

namespace {

struct Pairs {  // four strata of two clusters
  Categories strata = categories({0, 0, 1, 1, 2, 2, 3, 3}, {"a", "b", "c", "d"});
  Numbers y = numbers({1, 4, 2, 7, 3, 9, 5, 6});
  Design design{8, nullptr, {{nullptr, &strata, nullptr}}, {}};
};

double se_of_total(const Design& d, const Numbers& y) { return total(d, {{&y, {}}}).se[0]; }

}  // namespace

TEST(Hadamard, columns_are_orthogonal_for_every_order) {
  for (const std::size_t wanted : {1, 2, 3, 4, 8, 11, 12, 20, 24, 28, 36, 44, 52, 60, 76, 100}) {
    const Hadamard h = hadamard(wanted);
    EXPECT_GE(h.order, wanted);
    for (std::size_t a = 0; a < h.order; ++a)
      for (std::size_t b = a; b < h.order; ++b) {
        int dot = 0;
        for (std::size_t i = 0; i < h.order; ++i) dot += h.at(i, a) * h.at(i, b);
        ASSERT_EQ(dot, a == b ? static_cast<int>(h.order) : 0) << wanted;
      }
    for (std::size_t i = 0; i < h.order; ++i) EXPECT_EQ(h.at(i, 0), 1);
  }
}

TEST(MakeReplicates, linear_statistics_have_the_linearised_variance_exactly) {
  const Pairs p;
  const double taylor = se_of_total(p.design, p.y);
  for (const char* kind : {"JKn", "BRR", "Fay"})
    EXPECT_NEAR(se_of_total(to_replicates(p.design, {kind, 100, .3, true, 1}), p.y), taylor, 1e-12) << kind;
  const Design srs(8, nullptr, {}, {});
  EXPECT_NEAR(se_of_total(to_replicates(srs, {"JK1"}), p.y), se_of_total(srs, p.y), 1e-12);
}

TEST(MakeReplicates, a_stratum_sampled_completely_has_no_jackknife_replicates) {
  const Categories strata = categories({0, 0, 0, 1, 1, 1, 1}, {"all", "some"});
  const Numbers fpc = numbers({3, 3, 3, 10, 10, 10, 10}), y = numbers({1, 5, 3, 8, 2, 9, 4});
  const Design d(7, nullptr, {{nullptr, &strata, &fpc}}, {});
  const Design r = to_replicates(d, {"JKn"});
  EXPECT_EQ(r.replicates()->size(), 4U);
  EXPECT_EQ(r.degrees_of_freedom(), 3);
  EXPECT_NEAR(se_of_total(r, y), se_of_total(d, y), 1e-12);
}

TEST(MakeReplicates, bootstraps_come_near_it_and_repeat_with_their_seed) {
  const Pairs p;
  const Numbers y = numbers({1, 4, 2, 7, 3, 9, 5, 6});
  const Numbers fpc = numbers({10, 10, 10, 10, 10, 10, 10, 10});
  const Design srs(8, nullptr, {{nullptr, nullptr, &fpc}}, {});
  for (const char* kind : {"bootstrap", "mccarthy-snowden", "preston"}) {
    const double taylor = se_of_total(srs, y);
    const double got = se_of_total(to_replicates(srs, {kind, 4000, .5, false, 7}), y);
    EXPECT_NEAR(got / taylor, 1, .06) << kind;
    EXPECT_EQ(got, se_of_total(to_replicates(srs, {kind, 4000, .5, false, 7}), y)) << kind;
  }
}

TEST(MakeReplicates, multistage_bootstrap_comes_near_the_two_stage_variance) {
  const Categories psu = categories({0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}, {"1", "2", "3", "4"});
  const Numbers first = numbers(std::vector<double>(12, 8)), second = numbers(std::vector<double>(12, 6));
  const Numbers y = numbers({1, 9, 4, 2, 12, 7, 3, 5, 20, 8, 6, 2});
  const Design d(12, nullptr, {{&psu, nullptr, &first}, {nullptr, nullptr, &second}}, {});
  const double taylor = se_of_total(d, y);
  EXPECT_NEAR(se_of_total(to_replicates(d, {"preston", 6000, .5, false, 3}), y) / taylor, 1, .06);
}

TEST(MakeReplicates, refuses_what_does_not_fit) {
  const Categories strata = categories({0, 0, 0, 1, 1}, {"a", "b"});
  const Design d(5, nullptr, {{nullptr, &strata, nullptr}}, {});
  EXPECT_THROW((void)to_replicates(d, {"BRR"}), Error);
  EXPECT_THROW((void)to_replicates(d, {"JK1"}), Error);
  EXPECT_THROW((void)to_replicates(d, {"nonsense"}), Error);
  EXPECT_THROW((void)to_replicates(to_replicates(d), {"JKn"}), Error);
}

TEST(Replicates, factors_and_full_weights_give_the_same) {
  const Pairs p;
  const Design factors = to_replicates(p.design, {"JKn", 100, .5, true, 1});
  Replicates full = *factors.replicates();
  full.weights.assign(full.factors.begin(), full.factors.end());  // the weights of this design are 1
  full.factors.clear();
  const Design columns = p.design.with_replicates(full);
  const Numbers& y = p.y;
  EXPECT_NEAR(mean(factors, {{&y, {}}}).se[0], mean(columns, {{&y, {}}}).se[0], 1e-14);
  EXPECT_EQ(factors.degrees_of_freedom(), columns.degrees_of_freedom());
  EXPECT_EQ(factors.degrees_of_freedom(), 4);
}

TEST(Replicates, a_statistic_of_ones_own_is_rerun) {
  const Pairs p;
  const Design d = to_replicates(p.design, {"JKn", 100, .5, true, 1});
  const auto f = [&](const Design& one) { return mean(one, {{&p.y, {}}}).estimate; };
  const auto at = f(d.without_replicates());
  EXPECT_NEAR(std::sqrt(replicate_variances(*d.replicates(), at, in_replicates(d, f))[0]), mean(d, {{&p.y, {}}}).se[0],
              1e-14);
}
