#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "../design/sample.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/estimate/scanned.hpp"
#include "enkat/inference/rao_scott.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

Categories part_of(const Categories& c, std::int64_t from, std::int64_t to, bool backwards) {
  Categories out;
  const auto n = static_cast<std::int32_t>(c.levels.size());
  std::vector<std::int32_t> codes;
  for (std::int64_t i = from; i < to; ++i) {
    const std::int32_t k = c.codes.at(i);
    codes.push_back(k < 0 || !backwards ? k : n - 1 - k);  // a chunk may number its levels otherwise
  }
  out.levels = c.levels;
  if (backwards) std::reverse(out.levels.begin(), out.levels.end());
  out.codes = Codes(codes, n);
  return out;
}

Numbers part_of(const Numbers& n, std::int64_t from, std::int64_t to) {
  const auto a = static_cast<std::size_t>(from), size = static_cast<std::size_t>(to - from);
  Numbers out{n.owner, n.values.subspan(a, size), {}, 0};
  if (!n.valid.empty()) out.valid.assign(n.valid.begin() + from, n.valid.begin() + to);
  finish_numbers(out, "part");
  return out;
}

/// Rows [from, to) of the sample added to a scan, as one chunk.
void add_rows(Scan& scan, ScannedDesign& design, const Sample& s, std::int64_t from, std::int64_t to, bool table,
              bool clusters) {
  const bool backwards = from % 2 == 1;
  const Numbers w = part_of(s.weight, from, to), y = part_of(s.y, from, to);
  const Categories stratum = part_of(s.stratum, from, to, backwards),
                   cluster = part_of(s.cluster, from, to, !backwards);
  const Categories row = part_of(s.row, from, to, backwards), column = part_of(s.column, from, to, false);
  const ScanChunk chunk{to - from, &w, {{clusters ? &cluster : nullptr, &stratum, nullptr}}};
  if (table) {
    const ScanColumn both[] = {{nullptr, &row, nullptr}, {nullptr, &column, nullptr}};
    scan.add(design, chunk, both, {});
  } else {
    const ScanColumn one[] = {{&y, nullptr, nullptr}};
    const Categories* by[] = {&column};
    scan.add(design, chunk, one, by);
  }
}

ScanSpec spec(bool table) {
  ScanSpec out;
  out.kind = table ? ScanKind::table : ScanKind::variables;
  out.order = {LevelOrder::text, LevelOrder::text};
  out.by_order = {LevelOrder::text};
  if (!table) out.centres = {7.5};
  return out;
}

Scanned scanned(const Sample& s, std::int64_t chunk, bool table, bool clusters) {
  ScannedDesign design({}, {{clusters, true, false}}, true);
  Scan scan(spec(table));
  for (std::int64_t at = 0; at < s.weight.size(); at += chunk)
    add_rows(scan, design, s, at, std::min(at + chunk, s.weight.size()), table, clusters);
  return scan.finish(design);
}

Design at_once(const Sample& s, bool clusters) {
  return {s.weight.size(), &s.weight, {{clusters ? &s.cluster : nullptr, &s.stratum, nullptr}}, {}};
}

void expect_same(const Estimates& a, const Estimates& b, double tolerance) {
  ASSERT_EQ(a.estimate.size(), b.estimate.size());
  EXPECT_EQ(a.n, b.n);
  EXPECT_EQ(a.df, b.df);
  for (std::size_t i = 0; i < a.estimate.size(); ++i) {
    EXPECT_NEAR(a.estimate[i], b.estimate[i], tolerance * std::abs(b.estimate[i]));
    EXPECT_NEAR(a.se[i], b.se[i], tolerance * std::abs(b.se[i]) + 1e-14);
  }
}

}  // namespace

TEST(Scan, chunks_of_any_size_give_what_reading_at_once_gives) {
  const Sample s(3000);
  for (const bool clusters : {true, false}) {
    const Design whole = at_once(s, clusters);
    const Estimates means = mean(whole, {{&s.y, {}}}, {&s.column.codes, DesignEffect::without_replacement});
    const Crosstab table = crosstab(whole, {&s.row.codes, nullptr}, {&s.column.codes, nullptr});
    for (const std::int64_t chunk : {7, 999, 3000}) {
      expect_same(mean(scanned(s, chunk, false, clusters), DesignEffect::without_replacement), means, 1e-12);
      const Scanned found = scanned(s, chunk, true, clusters);
      EXPECT_EQ(found.categories[0]->levels, s.row.levels);
      expect_same(crosstab(found).row_share, table.row_share, 1e-11);
      expect_same(crosstab(found).count, table.count, 1e-11);
      const AssociationTest a = rao_scott(found, TestStatistic::f);
      const AssociationTest b = rao_scott(whole, {&s.row.codes, nullptr}, {&s.column.codes, nullptr}, TestStatistic::f);
      EXPECT_NEAR(a.test.p_value, b.test.p_value, 1e-9);
      EXPECT_EQ(a.n, b.n);
    }
  }
}

TEST(Scan, the_same_rows_have_the_same_bits_by_cluster_whatever_the_chunks) {
  const Sample s(3000);
  const auto by_cluster = [&](std::int64_t chunk) {  // clusters are numbered as they come
    const Scanned found = scanned(s, chunk, true, true);
    std::vector<std::vector<double>> out;
    const std::ptrdiff_t columns = found.totals->columns();
    for (auto at = found.totals->unit_total.begin(); at != found.totals->unit_total.end(); at += columns)
      out.emplace_back(at, at + columns);
    std::sort(out.begin(), out.end());
    return out;
  };
  for (const std::int64_t chunk : {1, 64, 1025}) EXPECT_EQ(by_cluster(chunk), by_cluster(3000));
}

TEST(Scan, parts_added_up_apart_merge_to_the_whole) {
  const Sample s(3000);
  for (const bool clusters : {true, false})
    for (const bool table : {true, false}) {
      std::vector<ScannedDesign> design(3, ScannedDesign({}, {{clusters, true, false}}, true));
      std::vector<Scan> scan(3, Scan(spec(table)));
      add_rows(scan[0], design[0], s, 0, 11, table, clusters);
      add_rows(scan[1], design[1], s, 11, 1700, table, clusters);
      add_rows(scan[2], design[2], s, 1700, 3000, table, clusters);
      ScannedDesign joined({}, {{clusters, true, false}}, true);
      Scan whole(spec(table));
      for (std::size_t k = 3; k-- > 0;) {
        const Renumbering to = joined.merge(design[k]);
        whole.merge(joined, scan[k], to);
      }
      EXPECT_EQ(joined.rows(), 3000);
      const Scanned a = whole.finish(joined), b = scanned(s, 3000, table, clusters);
      if (table)
        expect_same(crosstab(a).total_share, crosstab(b).total_share, 1e-11);
      else
        expect_same(mean(a), mean(b), 1e-11);
    }
}

TEST(Scan, a_scan_of_other_variables_is_not_merged) {
  const Sample s(100);
  ScannedDesign a({}, {{true, true, false}}, true), b({}, {{true, true, false}}, true);
  Scan x(spec(true)), y(spec(false));
  add_rows(x, a, s, 0, 100, true, true);
  add_rows(y, b, s, 0, 100, false, true);
  const Renumbering to = a.merge(b);
  EXPECT_THROW(x.merge(a, y, to), Error);
}

TEST(ScannedDesign, says_what_it_cannot_keep) {
  EXPECT_THROW(ScannedDesign({}, {{true, true, true}, {false, true, true}}, true), Error);
  EXPECT_THROW(ScannedDesign({}, {{true, true, true}}, false), Error);
  EXPECT_NO_THROW(ScannedDesign({}, {{true, true, false}, {false, true, true}}, true));
}

TEST(ScannedDesign, names_the_row_of_a_weight_that_is_negative) {
  ScannedDesign design({}, {}, true);
  const Numbers good = make_numbers({1, 2}, {}, "w"), bad = make_numbers({1, -2}, {}, "w");
  static_cast<void>(design.chunk({2, &good, {{}}}));
  try {
    static_cast<void>(design.chunk({2, &bad, {{}}}));
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("row 4"), std::string::npos) << e.what();
  }
}

TEST(ScannedDesign, refuses_a_cluster_in_two_strata_across_chunks) {
  ScannedDesign design({}, {{true, true, false}}, false);
  const Categories one{Codes(std::vector<std::int32_t>{0}, 1), {"c"}};
  const Categories north{Codes(std::vector<std::int32_t>{0}, 1), {"N"}},
      south{Codes(std::vector<std::int32_t>{0}, 1), {"S"}};
  static_cast<void>(design.chunk({1, nullptr, {{&one, &north, nullptr}}}));
  EXPECT_THROW(static_cast<void>(design.chunk({1, nullptr, {{&one, &south, nullptr}}})), Error);
}
