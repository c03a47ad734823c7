#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "enkat/base/error.hpp"
#include "enkat/planning/select.hpp"

using namespace enkat;

namespace {

Categories categories(std::vector<std::int32_t> codes, std::vector<std::string> levels) {
  return {Codes(codes, static_cast<std::int64_t>(levels.size())), levels};
}

/// 60 rows: schools a .. j of 6 pupils each, a .. e in the north.
struct Frame {
  Categories school, region;
  Numbers size;
  Frame() {
    std::vector<std::int32_t> s, r;
    std::vector<double> x;
    std::vector<std::string> names;
    for (int i = 0; i < 60; ++i) {
      s.push_back(i / 6);
      r.push_back(i / 30);
      x.push_back(1 + i % 5);
    }
    for (char c = 'a'; c <= 'j'; ++c) names.emplace_back(1, c);
    school = categories(s, names);
    region = categories(r, {"N", "S"});
    size = make_numbers(x, {}, "size");
  }
};

}  // namespace

TEST(Select, StrataAndFpc) {
  const Frame f;
  const std::vector<SelectionStage> stages{{.stratum = &f.region, .n = {6, 3}}};
  const Selection s = select(60, stages, 1);
  EXPECT_EQ(s.rows.size(), 9U);
  for (std::size_t r = 0; r < 9; ++r) {
    const bool north = s.rows[r] < 30;
    EXPECT_DOUBLE_EQ(s.probability[r], north ? 0.2 : 0.1);
    EXPECT_EQ(s.stages[0].units[r], 30);
    EXPECT_EQ(s.stages[0].sampled[r], north ? 6 : 3);
  }
}

TEST(Select, TwoStages) {
  const Frame f;
  const std::vector<SelectionStage> stages{
      {.method = SelectionMethod::brewer, .unit = &f.school, .stratum = &f.region, .size = &f.size, .n = {2}},
      {.n = {4}}};
  const Selection s = select(60, stages, 7);
  EXPECT_EQ(s.rows.size(), 16U);
  std::map<int, int> per_school;
  for (std::size_t r = 0; r < s.rows.size(); ++r) {
    ++per_school[static_cast<int>(s.rows[r] / 6)];
    EXPECT_NEAR(s.probability[r], s.stages[0].probability[r] * 4 / 6, 1e-15);
    EXPECT_EQ(s.stages[1].units[r], 6);
  }
  EXPECT_EQ(per_school.size(), 4U);
  for (const auto& [school, n] : per_school) EXPECT_EQ(n, 4);
}

TEST(Select, EveryRowHasItsProbability) {
  const Frame f;
  const std::vector<SelectionStage> stages{
      {.method = SelectionMethod::sampford, .unit = &f.school, .size = &f.size, .n = {3}},
      {.method = SelectionMethod::systematic, .fraction = 0.5}};
  std::vector<double> seen(60), said(60);
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    const Selection s = select(60, stages, seed);
    for (std::size_t r = 0; r < s.rows.size(); ++r) {
      ++seen[static_cast<std::size_t>(s.rows[r])];
      said[static_cast<std::size_t>(s.rows[r])] = s.probability[r];
    }
  }
  for (std::size_t i = 0; i < 60; ++i) EXPECT_NEAR(seen[i] / 20000, said[i], 5 * std::sqrt(said[i] / 20000)) << i;
}

// what else is in the frame, and the order of levels, does not change the sample of a stratum
TEST(Select, StrataHaveStreamsOfTheirOwn) {
  const Frame f;
  const Categories other = categories(std::vector<std::int32_t>(30, 1), {"Z", "N"});
  const std::vector<SelectionStage> both{{.stratum = &f.region, .n = {6}}}, one{{.stratum = &other, .n = {6}}};
  const Selection a = select(60, both, 3), b = select(30, one, 3);
  EXPECT_EQ(b.rows.size(), 6U);
  EXPECT_TRUE(std::equal(b.rows.begin(), b.rows.end(), a.rows.begin()));
  EXPECT_NE(select(60, both, 4).rows, a.rows);
  EXPECT_EQ(select(60, both, 3).rows, a.rows);
}

// a sample written down when it was first drawn: the same for ever, on every platform
TEST(Select, IsTheSameEverywhere) {
  const Frame f;
  const auto rows = [&](SelectionMethod m) {
    const std::vector<SelectionStage> stages{{.method = m, .size = by_size(m) ? &f.size : nullptr, .n = {5}}};
    return select(60, stages, 2026).rows;
  };
  using Rows = std::vector<std::int64_t>;
  EXPECT_EQ(rows(SelectionMethod::simple), (Rows{4, 18, 22, 32, 46}));
  EXPECT_EQ(rows(SelectionMethod::systematic), (Rows{4, 16, 28, 40, 52}));
  EXPECT_EQ(rows(SelectionMethod::sampford), (Rows{2, 8, 9, 24, 53}));
  EXPECT_EQ(rows(SelectionMethod::brewer), (Rows{3, 17, 21, 24, 54}));
  EXPECT_EQ(rows(SelectionMethod::pps_random_systematic), (Rows{18, 26, 50, 57, 59}));
}

TEST(Select, TakesAllWhereAllowed) {
  const Frame f;
  std::vector<SelectionStage> stages{{.unit = &f.school, .n = {2}}, {.n = {9}, .take_all = true}};
  const Selection s = select(60, stages, 1);
  EXPECT_EQ(s.rows.size(), 12U);
  EXPECT_EQ(s.stages[1].probability, std::vector<double>(12, 1));
  stages[1].take_all = false;
  EXPECT_THROW((void)select(60, stages, 1), Error);
}

TEST(Select, NamesWhatIsWrong) {
  const Frame f;
  const auto message = [](std::vector<SelectionStage> stages) -> std::string {
    try {
      (void)select(60, stages, 1);
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_NE(message({{.stratum = &f.region, .n = {6, 31}}}).find("n, stratum 'S': found 31, expected at most 30"),
            std::string::npos);
  EXPECT_NE(message({{.stratum = &f.region, .n = {6, 1.5}}}).find("n, stratum 'S': found 1.5"), std::string::npos);
  EXPECT_NE(message({{.n = {6, 7}}}).find("n: has 2 numbers"), std::string::npos);
  EXPECT_NE(message({{.n = {6}}, {.n = {2}}}).find("units: is missing"), std::string::npos);
  EXPECT_NE(message({{.unit = &f.school}}).find("n: expected one of n"), std::string::npos);
  EXPECT_NE(message({{.unit = &f.region, .stratum = &f.school, .n = {1}}}).find("unit 'N' lies in two strata (row 7)"),
            std::string::npos);
  const Categories holes = categories(std::vector<std::int32_t>(60, -1), {"x"});
  EXPECT_NE(message({{.stratum = &holes, .n = {1}}}).find("strata: row 1 has none"), std::string::npos);
  const Numbers zero = make_numbers(std::vector<double>(60, 0), {}, "x");
  EXPECT_NE(message({{.method = SelectionMethod::brewer, .size = &zero, .n = {1}}}).find("size: row 1: found 0"),
            std::string::npos);
  EXPECT_THROW((void)parse_selection("random"), Error);
}
