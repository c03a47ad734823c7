#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "enkat/base/noncentral.hpp"
#include "enkat/base/random.hpp"

using namespace enkat;

// want: splitmix64.c of Vigna, seed 1234567
TEST(Random, SplitMixGivesThePublishedSequence) {
  std::uint64_t s = 1234567;
  for (const std::uint64_t want : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                   4593380528125082431ULL, 16408922859458223821ULL})
    EXPECT_EQ(Random::split_mix(s), want);
}

// want: xoshiro256starstar.c of Blackman and Vigna, state 1, 2, 3, 4
TEST(Random, XoshiroGivesThePublishedSequence) {
  Random r(std::array<std::uint64_t, 4>{1, 2, 3, 4});
  for (const std::uint64_t want : {11520ULL, 0ULL, 1509978240ULL, 1215971899390074240ULL, 1216172134540287360ULL,
                                   607988272756665600ULL, 16172922978634559625ULL, 8476171486693032832ULL})
    EXPECT_EQ(r.next(), want);
}

TEST(Random, SeedsAndStreamsDiffer) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (std::uint64_t stream = 0; stream < 20; ++stream) first.insert(Random(seed, stream).next());
  EXPECT_EQ(first.size(), 400U);
  EXPECT_EQ(Random(5, 7).next(), Random(5, 7).next());
  EXPECT_NE(stream_of("a"), stream_of("b"));
  EXPECT_NE(stream_of("a", 1), stream_of("a", 2));
}

TEST(Random, BelowIsEven) {
  Random r(1);
  std::array<int, 7> count{};
  for (int i = 0; i < 70000; ++i) ++count[r.below(7)];
  for (const int c : count) EXPECT_NEAR(c, 10000, 400);
  for (int i = 0; i < 1000; ++i) {
    const double u = r.uniform();
    EXPECT_TRUE(u >= 0 && u < 1);
  }
}

// want: R 4.2.2, pt(x, df, ncp)
TEST(NoncentralT, AsInR) {
  EXPECT_NEAR(noncentral_t_cdf(1.3, 7, 0.8) / 0.666008512616117, 1, 1e-10);
  EXPECT_NEAR(noncentral_t_cdf(-2, 5, 1.5) / 0.00151658545247324, 1, 1e-7);
  EXPECT_NEAR(noncentral_t_upper(3, 40, 2) / 0.176033395763912, 1, 1e-10);
  EXPECT_TRUE(std::isnan(noncentral_t_cdf(1, 0, 1)));
}
