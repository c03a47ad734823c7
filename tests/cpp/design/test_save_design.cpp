#include <gtest/gtest.h>

#include <functional>

#include "enkat/base/error.hpp"
#include "enkat/design/make_replicates.hpp"
#include "enkat/design/save_design.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/weighting/rake.hpp"
#include "sample.hpp"

using namespace enkat;
using enkat::testing::Sample;

namespace {

/// Equal in what it holds and in what it estimates, to the last bit.
void expect_same(const Design& a, const Design& b, const Sample& s) {
  EXPECT_EQ(save_design(a), save_design(b));
  const Estimates x = mean(a, {{&s.y, {}}}), y = mean(b, {{&s.y, {}}});
  EXPECT_EQ(x.estimate, y.estimate);
  EXPECT_EQ(x.se, y.se);
  EXPECT_EQ(x.df, y.df);
  EXPECT_EQ(a.degrees_of_freedom(), b.degrees_of_freedom());
  EXPECT_EQ(a.weighted(), b.weighted());
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return at == text.npos ? text : text.replace(at, from.size(), to);
}

void expect_refused(const std::string& json, const std::string& word) {
  try {
    (void)load_design(json);
    FAIL() << "expected an error about " << word;
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::data);
    EXPECT_NE(std::string(e.what()).find(word), std::string::npos) << e.what();
  }
}

}  // namespace

TEST(SaveDesign, a_clustered_design_and_its_domain_come_back) {
  const Sample s(200);
  std::vector<std::uint8_t> mask(200, 1);
  for (std::size_t i = 0; i < 80; ++i) mask[i] = 0;
  for (const Design& d : {s.clustered(), s.independent(), s.clustered().where(mask)})
    expect_same(d, load_design(save_design(d)), s);
}

TEST(SaveDesign, stages_with_fpc_and_options_come_back) {
  const Sample s(120);
  std::vector<double> population(120, 40), inside(120, 100);
  const Numbers first = enkat::testing::numbers(population), second = enkat::testing::numbers(inside);
  const Design d(120, nullptr, {{&s.cluster, &s.stratum, &first}, {nullptr, nullptr, &second}},
                 {true, Lonely::adjust, true, 7.5});
  const Design back = load_design(save_design(d));
  EXPECT_EQ(back.stages().size(), 2U);
  EXPECT_EQ(back.options().lonely, Lonely::adjust);
  expect_same(d, back, s);
}

TEST(SaveDesign, raked_weights_keep_the_records_of_their_variance) {
  const Sample s(300);
  const Design d = rake(s.clustered(), {{"row", &s.row, {100, 150, 50}}, {"column", &s.column, {120, 180}}}).design;
  expect_same(d, load_design(save_design(d)), s);
}

TEST(SaveDesign, records_by_row_come_back) {
  const Sample s(60);
  auto step = std::make_shared<RowStep>();
  step->columns = 2;
  for (std::size_t i = 0; i < 60; ++i) {
    step->x.push_back(1);
    step->x.push_back(s.y.values[i]);
    step->before.push_back(s.weight.values[i]);
    step->after.push_back(1.1 * s.weight.values[i]);
  }
  const Design d = adjusted(s.clustered(), step->after, RowRecord{"calibrate", {step}, 1});
  expect_same(d, load_design(save_design(d)), s);
}

TEST(SaveDesign, replicates_come_back_as_factors_and_as_weights) {
  const Sample s(90);
  const Design made = to_replicates(s.clustered(), {.kind = "bootstrap", .count = 20, .seed = 3});
  expect_same(made, load_design(save_design(made)), s);
  Replicates r{"other", 1, {1, 1}, true, {}, {}};
  for (std::size_t i = 0; i < 90; ++i) {
    r.weights.push_back(s.weight.values[i] * 1.5);
    r.weights.push_back(s.weight.values[i] * (i % 2 ? 0.5 : 1.25));
  }
  const Design given = s.clustered().with_replicates(r);
  expect_same(given, load_design(save_design(given)), s);
}

TEST(SaveDesign, unequal_probabilities_and_two_phases_come_back) {
  const Sample s(12, 1, 2, 6);
  std::vector<double> p;
  for (std::size_t i = 0; i < 12; ++i) p.push_back(0.2 + 0.05 * static_cast<double>(i));
  const Numbers probability = enkat::testing::numbers(p);
  for (const auto method : {PpsOptions::Method::brewer, PpsOptions::Method::hartley_rao}) {
    DesignOptions options;
    options.pps = PpsOptions{.method = method};
    const Design d(12, nullptr, {{nullptr, &s.stratum, &probability}}, options);
    expect_same(d, load_design(save_design(d)), s);
  }
  const std::vector<std::uint8_t> in{1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1};
  const Design two = s.independent().second_phase(in, &s.stratum, TwoPhase::Method::full);
  expect_same(two, load_design(save_design(two)), s);
}

TEST(SaveDesign, a_file_of_the_package_is_read_for_its_engine_part) {
  const Sample s(20);
  const std::string engine = save_design(s.clustered());
  expect_same(s.clustered(), load_design(R"({"format":"enkat design","version":1,"engine":)" + engine + "}"), s);
}

TEST(SaveDesign, an_unknown_version_and_a_foreign_file_are_refused) {
  const Sample s(10);
  const std::string good = save_design(s.clustered());
  expect_refused(changed(good, "\"version\":1", "\"version\":2"), "upgrade enkat");
  expect_refused(changed(good, "\"version\":1", "\"version\":\"1\""), "version");
  expect_refused(changed(good, "enkat engine design", "something else"), "format");
  expect_refused("", "not JSON");
  expect_refused("[1, 2", "not JSON");
  expect_refused("[]", "format");
  expect_refused(std::string(100000, '['), "too deep");
}

TEST(SaveDesign, a_damaged_file_is_refused_before_it_is_used) {
  const Sample s(30);
  const std::string good = save_design(s.clustered());
  const std::string raked = save_design(rake(s.clustered(), {{"column", &s.column, {12, 18}}}).design);
  expect_refused(changed(good, "\"rows\":30", "\"rows\":11"), "weights");
  expect_refused(changed(good, "\"rows\":30", "\"rows\":99999999999999"), "rows");
  expect_refused(changed(good, "\"rows\":30", "\"rows\":-1"), "rows");
  expect_refused(changed(good, "\"weights\":[", "\"weights\":[1e999,"), "not JSON");
  expect_refused(changed(good, "\"weights\":[", "\"weights\":[null,"), "weights");
  expect_refused(changed(good, "\"stratum\":[0", "\"stratum\":[70"), "stratum");
  expect_refused(changed(good, "\"sampled\":[5", "\"sampled\":[6"), "sampled");
  expect_refused(changed(good, "\"unit\":[0", "\"unit\":[-1"), "unit");
  expect_refused(changed(good, "\"unit\":[0", "\"unit\":[1000"), "1000");
  expect_refused(changed(good, "\"lonely\":\"fail\"", "\"lonely\":\"drop\""), "drop");
  expect_refused(changed(good, "\"domain\":null", "\"domain\":[1]"), "domain");
  expect_refused(changed(raked, "\"class_of_cell\":[0", "\"class_of_cell\":[9"), "class_of_cell");
  expect_refused(changed(raked, "\"classes\":2", "\"classes\":2000000000"), "classes");
  expect_refused(changed(raked, "\"rounds\":10", "\"rounds\":2000000000"), "rounds");
}
