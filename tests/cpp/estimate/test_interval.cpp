// Every interval of a share against R's survey::svyciprop: the numbers of tests/golden/cases/05_proportion_ci.json.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "enkat/base/error.hpp"
#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/interval_beta.hpp"

namespace {

using namespace enkat;
constexpr double inf = std::numeric_limits<double>::infinity();

struct Golden {
  std::string method;
  ShareSample sample;
  Interval want;
  double tolerance;
};

const std::vector<Golden>& golden() {
  static const std::vector<Golden> cases{
      {"logit",
       {0.7868852459015085, 0.0463365536499119, 14, 183, 0.95, 14},
       {0.6712011344222214, 0.869764787636478},
       1e-08},
      {"logit",
       {0.7103825136608529, 0.03301829955371886, inf, 183, 0.95, 14},
       {0.6416873791655276, 0.7706154599817929},
       1e-08},
      {"logit",
       {0.40433968161103967, 0.037475390050193354, 197, 200, 0.99, 197},
       {0.311712488466979, 0.5043236165265774},
       1e-08},
      {"likelihood",
       {0.7868852459015085, 0.0463365536499119, 14, 183, 0.95, 14},
       {0.6772613636400049, 0.8742896645212811},
       0.0001},
      {"likelihood",
       {0.7103825136608529, 0.03301829955371886, inf, 183, 0.95, 14},
       {0.6429384845527706, 0.7721250336219149},
       0.0001},
      {"likelihood",
       {0.40433968161103967, 0.037475390050193354, 197, 200, 0.99, 197},
       {0.3100631535663021, 0.5036119680774577},
       0.0001},
      {"asin",
       {0.7868852459016393, 0.0463365536499119, 14, 183, 0.95, 14},
       {0.6800689891037832, 0.8768876834323005},
       1e-10},
      {"asin",
       {0.7103825136612022, 0.03301829955371886, inf, 183, 0.95, 14},
       {0.6437495414845812, 0.7727402373766705},
       1e-10},
      {"asin",
       {0.40433968161103895, 0.037475390050193354, 197, 200, 0.99, 197},
       {0.3093858599444703, 0.5030547937324845},
       1e-10},
      {"beta",
       {0.7868852459016393, 0.0463365536499119, 14, 183, 0.95, 14},
       {0.6687850808430584, 0.8780530636733158},
       1e-10},
      {"beta",
       {0.7103825136612022, 0.03301829955371886, inf, 183, 0.95, 14},
       {0.6334368390614713, 0.7793385361782997},
       1e-10},
      {"beta",
       {0.40433968161103895, 0.037475390050193354, 197, 200, 0.99, 197},
       {0.3087332172210102, 0.5053955875228481},
       1e-10},
      {"mean",
       {0.7868852459016393, 0.0463365536499119, 14, 183, 0.95, 14},
       {0.6875032224693192, 0.8862672693339595},
       1e-10},
      {"mean",
       {0.7103825136612022, 0.03301829955371886, inf, 183, 0.95, 14},
       {0.6456678357051583, 0.7750971916172461},
       1e-10},
      {"mean",
       {0.40433968161103895, 0.037475390050193354, 197, 200, 0.99, 197},
       {0.306865605912069, 0.5018137573100089},
       1e-10},
      {"xlogit",
       {0.7868852459016393, 0.0463365536499119, 14, 183, 0.95, 14},
       {0.6712011344223886, 0.869764787636569},
       1e-10},
      {"xlogit",
       {0.7103825136612022, 0.03301829955371886, inf, 183, 0.95, 14},
       {0.6416873791658692, 0.7706154599821307},
       1e-10},
      {"xlogit",
       {0.40433968161103895, 0.037475390050193354, 197, 200, 0.99, 197},
       {0.3117124884669784, 0.5043236165265766},
       1e-10},
      {"beta",
       {0.11214295634969224, 0.005445839698954557, 16, 8591, 0.95, 16},
       {0.10082546610568985, 0.12425769719156221},
       1e-10},
      {"logit",
       {0.3200000000000983, 0.06439505050911626, 49, 50, 0.95, 49},
       {0.2061203415823801, 0.4603156704813044},
       1e-08},
      {"beta", {0.32, 0.06439505050911626, 49, 50, 0.95, 49}, {0.19798468804275138, 0.46315436830710266}, 1e-10},
  };
  return cases;
}

TEST(Interval, equals_r) {
  for (const Golden& g : golden()) {
    const Interval got = share_interval(parse_interval_method(g.method), g.sample);
    EXPECT_NEAR(got.low, g.want.low, g.tolerance * g.want.low) << g.method;
    EXPECT_NEAR(got.high, g.want.high, g.tolerance * g.want.high) << g.method;
  }
}

TEST(Interval, every_method_has_its_name) {
  for (const char* name : {"t", "logit", "wilson", "beta", "nchs", "asin", "likelihood"})
    EXPECT_EQ(name_of(parse_interval_method(name)), name);
  EXPECT_EQ(parse_interval_method("xlogit"), IntervalMethod::logit);
  EXPECT_THROW((void)parse_interval_method("exact"), Error);
}

// Simple random sample of 20 with no or one success, z quantile: tests/golden/cases/10_textbook.json.
TEST(Interval, wilson_is_the_textbook_one_under_simple_random_sampling) {
  const Interval none = share_interval(IntervalMethod::wilson, {.p = 0, .se = 0, .df = inf, .n = 20});
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.1611251580528193, 1e-12);
  const Interval one =
      share_interval(IntervalMethod::wilson, {.p = 0.05, .se = std::sqrt(0.05 * 0.95 / 20), .df = inf, .n = 20});
  EXPECT_NEAR(one.low, 0.00888144880079538, 1e-12);
  EXPECT_NEAR(one.high, 0.23613119344674197, 1e-12);
}

TEST(Interval, clopper_pearson_is_the_textbook_one) {
  const Interval got = clopper_pearson(7, 25, 0.9);
  EXPECT_NEAR(got.low, 0.13947530657892995, 1e-12);
  EXPECT_NEAR(got.high, 0.4622089217036447, 1e-12);
  EXPECT_EQ(clopper_pearson(30, 30, 0.95).high, 1);
}

TEST(Interval, at_the_boundary_a_method_has_limits_or_none) {
  const ShareSample none{.p = 0, .se = 0, .df = 30, .n = 50};
  for (IntervalMethod m : {IntervalMethod::wilson, IntervalMethod::beta, IntervalMethod::nchs}) {
    EXPECT_EQ(share_interval(m, none).low, 0);
    EXPECT_GT(share_interval(m, none).high, 0.05);
  }
  for (IntervalMethod m : {IntervalMethod::logit, IntervalMethod::asin, IntervalMethod::likelihood}) {
    EXPECT_TRUE(std::isnan(share_interval(m, none).low));
    EXPECT_TRUE(std::isnan(share_interval(m, none).high));
  }
}

TEST(Interval, without_degrees_of_freedom_there_are_no_limits) {
  const ShareSample sample{.p = 0.4, .se = 0.1, .df = 0, .n = 50};
  for (const char* name : {"t", "logit", "wilson", "beta", "nchs", "asin", "likelihood"}) {
    const Interval got = share_interval(parse_interval_method(name), sample);
    EXPECT_TRUE(std::isnan(got.low) && std::isnan(got.high)) << name;
  }
}

TEST(Interval, a_census_has_no_width) {
  const ShareSample sample{.p = 0.4, .se = 0, .df = 30, .n = 50};
  for (const char* name : {"t", "logit", "wilson", "beta", "asin", "likelihood"}) {
    const Interval got = share_interval(parse_interval_method(name), sample);
    EXPECT_NEAR(got.low, 0.4, 1e-9) << name;
    EXPECT_NEAR(got.high, 0.4, 1e-9) << name;
  }
}

TEST(Interval, holds_its_share_to_the_last_digit) {
  for (int i = 1; i < 1000; ++i) {
    const ShareSample census{.p = i / 1000.0, .se = 0, .df = 30, .n = 50};
    for (const char* name : {"t", "logit", "wilson", "beta", "nchs", "asin", "likelihood"}) {
      const Interval got = share_interval(parse_interval_method(name), census);
      EXPECT_LE(got.low, census.p) << name;
      EXPECT_GE(got.high, census.p) << name;
    }
  }
}

TEST(Interval, mean_uses_t) {
  const Interval got = mean_interval(100, 2, 14, 0.95);
  EXPECT_NEAR(got.high, 100 + 2 * 2.1447866879178039, 1e-12);
  EXPECT_NEAR(got.low, 100 - 2 * 2.1447866879178039, 1e-12);
}

}  // namespace
