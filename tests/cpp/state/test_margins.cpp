#include <gtest/gtest.h>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/crosstab.hpp"
#include "enkat/state/margins.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

TotalsRequest pairs(const Sample& s) {
  TotalsRequest r;
  r.blocks = {{Block::Kind::pairs, nullptr, {&s.row.codes, nullptr}, {&s.column.codes, nullptr}}};
  return r;
}

}  // namespace

TEST(Margins, are_the_sums_of_the_cells) {
  const Sample s(200);
  const Totals cells = totals(s.clustered(), pairs(s)), t = with_margins(cells, 3, 2);
  EXPECT_EQ(t.width, 12);
  EXPECT_EQ(t.count[11], 200);
  EXPECT_DOUBLE_EQ(t.total[2], cells.total[0] + cells.total[1]);
  EXPECT_DOUBLE_EQ(t.total[9], cells.total[0] + cells.total[2] + cells.total[4]);
  EXPECT_DOUBLE_EQ(t.unit_total[12 + 5], cells.unit_total[6 + 2] + cells.unit_total[6 + 3]);
}

TEST(Margins, of_moments_give_the_variances_of_units) {
  // over 2^13 numbers the state of a table keeps moments, below it totals of every row
  const std::size_t n = 1001;
  Sample s(n, 5);
  const Design d = s.independent();
  const Crosstab big = crosstab(d, {&s.row.codes, nullptr}, {&s.column.codes, nullptr});
  ASSERT_EQ(big.count.source->totals->kind, TotalsKind::units);
  std::vector<std::int32_t> wide(n);
  for (std::size_t i = 0; i < n; ++i) wide[i] = s.row.codes.at(static_cast<std::int64_t>(i));
  const Codes padded(wide, 9);  // empty categories make the state larger than rows kept apart may be
  const Crosstab moments = crosstab(d, {&padded, nullptr}, {&s.column.codes, nullptr});
  ASSERT_EQ(moments.count.source->totals->kind, TotalsKind::moments);
  for (std::size_t k = 0; k < 9; ++k) {
    EXPECT_NEAR(moments.row_share.se[k], big.row_share.se[k], 1e-10);
    EXPECT_NEAR(moments.total_share.se[k], big.total_share.se[k], 1e-10);
    EXPECT_NEAR(moments.count.se[k] / std::max(big.count.se[k], 1.0), big.count.se[k] / std::max(big.count.se[k], 1.0),
                1e-9);
  }
  const Covariance a = moments.row_share.covariance(), b = big.row_share.covariance();
  for (std::size_t i = 0; i < 9; ++i)
    for (std::size_t j = 0; j < 9; ++j) EXPECT_NEAR(a.at(i, j), b.at(i, j), 1e-12);
}

TEST(Margins, need_the_cells_of_two_categories) {
  const Sample s(20);
  EXPECT_THROW((void)with_margins(totals(s.clustered(), pairs(s)), 2, 2), Error);
}
