#include <gtest/gtest.h>

#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/crosstab.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/estimate/total.hpp"
#include "enkat/variance/taylor.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

/// (1 - f) n/(n-1) sum (t - tbar)^2 over strata, by hand.
double by_hand(const std::vector<double>& unit, const std::vector<std::int32_t>& stratum, std::int32_t strata) {
  double v = 0;
  for (std::int32_t h = 0; h < strata; ++h) {
    double sum = 0, n = 0, squares = 0;
    for (std::size_t u = 0; u < unit.size(); ++u)
      if (stratum[u] == h) sum += unit[u], n += 1;
    for (std::size_t u = 0; u < unit.size(); ++u)
      if (stratum[u] == h) squares += (unit[u] - sum / n) * (unit[u] - sum / n);
    v += n / (n - 1) * squares;
  }
  return v;
}

}  // namespace

TEST(Taylor, total_of_clusters_by_hand) {
  const Sample s(300);
  std::vector<double> unit(15, 0);
  std::vector<std::int32_t> stratum(15);
  for (std::size_t i = 0; i < 300; ++i) {
    const auto c = static_cast<std::size_t>(s.cluster.codes.at(static_cast<std::int64_t>(i)));
    unit[c] += s.weight.values[i] * s.y.values[i];
    stratum[c] = s.stratum.codes.at(static_cast<std::int64_t>(i));
  }
  const Estimates e = total(s.clustered(), {{&s.y, {}}});
  EXPECT_NEAR(e.se[0], std::sqrt(by_hand(unit, stratum, 3)), 1e-9 * e.se[0]);
}

TEST(Taylor, moments_agree_with_unit_totals) {
  // enough rows that moments are kept
  const Sample s(400000);
  const Design d = s.independent();
  const EstimateOptions by{&s.row.codes, DesignEffect::none, 0};
  const Estimates e = mean(d, {{&s.y, {}}}, by);
  ASSERT_EQ(e.source->totals->kind, TotalsKind::moments);
  for (std::int32_t g = 0; g < 3; ++g) {
    std::vector<double> influence(400000, 0);
    std::vector<std::int32_t> stratum(400000);
    for (std::size_t i = 0; i < influence.size(); ++i) {
      const auto row = static_cast<std::int64_t>(i);
      stratum[i] = s.stratum.codes.at(row);
      const auto k = static_cast<std::size_t>(g);
      if (s.row.codes.at(row) == g)
        influence[i] = s.weight.values[i] * (s.y.values[i] - e.estimate[k]) / e.n_weighted[k];
    }
    const double want = std::sqrt(by_hand(influence, stratum, 3));
    EXPECT_NEAR(e.se[static_cast<std::size_t>(g)], want, 1e-10 * want);
  }
}

TEST(Taylor, covariance_has_the_variances_on_its_diagonal) {
  const Sample s(2000);
  for (const Design& d : {s.clustered(), s.independent()}) {
    const Crosstab t = crosstab(d, {&s.row.codes, nullptr}, {&s.column.codes, nullptr});
    const Covariance v = t.row_share.covariance();
    for (std::size_t j = 0; j < v.size; ++j) EXPECT_NEAR(std::sqrt(v.at(j, j)), t.row_share.se[j], 1e-12);
  }
}

TEST(Taylor, a_lonely_cluster_is_refused_by_name_and_the_options_differ) {
  using enkat::testing::categories;
  const Categories stratum = categories({0, 0, 0, 1}, {"A", "B"});
  const Numbers y = enkat::testing::numbers({1, 2, 4, 8});
  const auto se = [&](Lonely lonely) {
    const Design d(4, nullptr, {{nullptr, &stratum, nullptr}}, {.lonely = lonely});
    return total(d, {{&y, {}}}).se[0];
  };
  try {
    (void)se(Lonely::fail);
    FAIL() << "expected an error";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("'B'"), std::string::npos) << e.what();
  }
  const double others = std::sqrt(3.0 / 2 * (14.0 / 3));  // sum of squares of {1, 2, 4} about 7/3
  EXPECT_NEAR(se(Lonely::remove), others, 1e-12);
  EXPECT_NEAR(se(Lonely::average), others * std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(se(Lonely::adjust), std::sqrt(others * others + 64), 1e-12);
}
