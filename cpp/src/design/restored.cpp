#include <algorithm>
#include <cmath>

#include "enkat/base/error.hpp"
#include "enkat/design/save_design.hpp"

// A design from its parts. They may come from a file that anyone has written, so nothing is taken on trust.

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& message) {
  throw Error(ErrorCode::data, message + "; the file is damaged, or was changed by hand", where);
}

void expect(bool good, const std::string& where, const std::string& message) {
  if (!good) fail(where, message);
}

void expect_size(std::size_t found, std::size_t expected, const std::string& where) {
  expect(found == expected, where, "found " + std::to_string(found) + " values, expected " + std::to_string(expected));
}

void expect_finite(const std::vector<double>& values, const std::string& where) {
  for (const double v : values) expect(std::isfinite(v), where, "found a number that is not finite");
}

void expect_codes(const std::vector<std::int32_t>& codes, std::size_t below, const std::string& where) {
  for (const std::int32_t c : codes)
    expect(c >= 0 && static_cast<std::size_t>(c) < below, where,
           "found the number " + std::to_string(c) + ", expected 0 to " + std::to_string(below) + " - 1");
}

void expect_probabilities(const std::vector<double>& values, const std::string& where) {
  for (const double p : values) expect(p > 0 && p <= 1, where, "found a probability outside 0 to 1");
}

void check_stage(const Stage& s, const Stage* before, const std::string& where) {
  const std::size_t strata = s.sampled.size();
  expect(s.units() > 0 && strata > 0, where, "found no units or no strata, expected some");
  expect_codes(s.stratum, strata, where + " stratum");
  expect_size(s.fraction.size(), strata, where + " fraction");
  expect_size(s.label.size(), strata, where + " label");
  for (const double f : s.fraction)
    expect(f >= 0 && f <= 1, where + " fraction", "found a sampling fraction outside 0 to 1");
  if (!s.probability.empty()) expect_size(s.probability.size(), s.units(), where + " probability");
  expect_probabilities(s.probability, where + " probability");
  std::vector<std::int64_t> count(strata, 0);
  for (const std::int32_t h : s.stratum) ++count[static_cast<std::size_t>(h)];
  expect(count == s.sampled, where + " sampled", "found counts that are not those of the units");
  expect_size(s.parent.size(), before ? s.units() : 0, where + " parent");
  if (before) expect_codes(s.parent, before->units(), where + " parent");
}

void check_pps(const Pps& p, const std::vector<Stage>& stages) {
  const std::size_t n = stages.front().units();
  expect_size(p.probability.size(), n, "pps probability");
  expect_probabilities(p.probability, "pps probability");
  const bool joint = p.options.method == PpsOptions::Method::joint;
  expect_size(p.options.joint.size(), joint ? n * n : 0, "pps joint");
  expect_finite(p.options.joint, "pps joint");
  expect(p.options.method == PpsOptions::Method::brewer || stages.size() == 1, "pps", "found several stages");
}

void check_two_phase(const TwoPhase& t, std::size_t rows) {
  expect_size(t.in.size(), rows, "two_phase in");
  expect_size(t.first.size(), rows, "two_phase first");
  expect_size(t.second.size(), rows, "two_phase second");
  expect_codes(t.first, t.first_size.size(), "two_phase first");
  expect_codes(t.second, t.second_size.size(), "two_phase second");
  expect_size(t.first_fraction.size(), t.first_size.size(), "two_phase first_fraction");
  expect_size(t.probability.size(), t.second_size.size(), "two_phase probability");
  expect_finite(t.first_size, "two_phase first_size");
  expect_finite(t.second_size, "two_phase second_size");
  expect_finite(t.first_fraction, "two_phase first_fraction");
  expect_probabilities(t.probability, "two_phase probability");
}

void check_units(const DesignParts& p) {
  expect(!p.stages.empty(), "stages", "found none, expected at least one");
  for (std::size_t s = 0; s < p.stages.size(); ++s)
    check_stage(p.stages[s], s ? &p.stages[s - 1] : nullptr, "stages/" + std::to_string(s));
  const std::size_t units = p.stages.back().units();
  if (p.rows_are_units) return expect_size(units, static_cast<std::size_t>(p.rows), "stages (units of rows)");
  expect(p.unit_of_row.size() == p.rows, "unit", "expected one unit for every row");
  for (std::int64_t i = 0; i < p.rows; ++i) {
    const std::int32_t u = p.unit_of_row.at(i);
    expect(u >= 0 && static_cast<std::size_t>(u) < units, "unit", "found a unit that is not there");
  }
}

void check_class_record(const AdjustmentRecord& record, std::size_t cells) {
  for (const AdjustmentStep& s : record.steps) {
    expect_size(s.class_of_cell.size(), cells, "adjustments class_of_cell");
    expect_size(s.before.size(), cells, "adjustments before");
    expect_size(s.after.size(), cells, "adjustments after");
    expect_codes(s.class_of_cell, static_cast<std::size_t>(std::max(s.classes, 0)), "adjustments class_of_cell");
    expect_finite(s.before, "adjustments before");
    expect_finite(s.after, "adjustments after");
  }
}

/// The model of nonresponse of a step that has one. Gives which rows take part in the step.
template <class Step>
std::vector<bool> check_model(const Step& s, std::size_t rows) {
  std::vector<bool> in(rows);
  for (std::size_t i = 0; i < rows; ++i) in[i] = s.before[i] != 0 && s.after[i] != 0;
  if constexpr (requires { s.propensity; }) {
    if (s.propensity.empty()) return in;
    expect_size(s.propensity.size(), rows, "adjustments propensity");
    expect_size(s.model_weight.size(), rows, "adjustments model_weight");
    expect_finite(s.propensity, "adjustments propensity");
    expect_finite(s.model_weight, "adjustments model_weight");
    for (std::size_t i = 0; i < rows; ++i) in[i] = s.model_weight[i] != 0;
  }
  return in;
}

void check_row_step(const RowStep& s, std::size_t rows) {
  expect_size(s.before.size(), rows, "adjustments before");
  expect_size(s.after.size(), rows, "adjustments after");
  expect_finite(s.before, "adjustments before");
  expect_finite(s.after, "adjustments after");
  expect_finite(s.x, "adjustments x");
  expect_finite(s.q, "adjustments q");
  if (!s.q.empty()) expect_size(s.q.size(), rows, "adjustments q");
  expect(s.columns <= s.x.size(), "adjustments columns", "found more columns than numbers");
  expect_size(s.x.size(), rows * s.columns, "adjustments x");
  const std::vector<bool> in = check_model(s, rows);
  if (s.columns > 0 && s.classes.size() == 0) return;
  expect_size(static_cast<std::size_t>(s.classes.size()), rows, "adjustments classes");
  for (std::size_t i = 0; i < rows; ++i)
    expect(!in[i] || s.classes.at(static_cast<std::int64_t>(i)) >= 0, "adjustments classes",
           "row " + std::to_string(i + 1) + " takes part but has no class");
}

void check_adjustments(const Adjustments& a, std::int64_t rows) {
  for (const RowRecord& r : a.row_records)
    for (const auto& step : r.steps) check_row_step(*step, static_cast<std::size_t>(rows));
  if (a.by_rows()) return expect_size(a.records.size(), 0, "adjustments records");
  expect(a.row_records.empty(), "adjustments", "found records on classes and by row, expected one of them");
  expect(a.cell.size() == rows, "adjustments cell", "expected one cell for every row");
  for (std::int64_t i = 0; i < rows; ++i)
    expect(a.cell.at(i) >= 0, "adjustments cell", "row " + std::to_string(i + 1) + " has no cell");
  expect_finite(a.factor, "adjustments factor");
  for (const AdjustmentRecord& r : a.records) check_class_record(r, a.cells());
}

}  // namespace

namespace {

void check_parts(const DesignParts& p) {
  expect(p.rows > 0, "rows", "found none, expected at least one");
  expect_size(p.weights.size(), static_cast<std::size_t>(p.rows), "weights");
  expect_finite(p.weights, "weights");
  check_units(p);
  if (p.pps) check_pps(*p.pps, p.stages);
  if (p.two_phase) check_two_phase(*p.two_phase, static_cast<std::size_t>(p.rows));
  if (p.two_phase) expect(p.rows_are_units && p.stages.size() == 1, "two_phase", "found clusters or stages");
  if (p.domain) expect_size(p.domain->size(), static_cast<std::size_t>(p.rows), "domain");
  if (p.adjustments) check_adjustments(*p.adjustments, p.rows);
}

}  // namespace

Design Design::restored(DesignParts p) {
  if (!p.trusted) check_parts(p);
  Design out;
  out.rows_ = p.rows;
  out.weighted_ = p.weighted;
  out.options_ = p.options;
  out.rows_are_units_ = p.rows_are_units;
  if (p.weights_in_place) {
    out.weights_owner_ = p.weights_in_place->owner;
    out.weights_ = p.weights_in_place->values;
    out.no_zero_weight_ = std::find(out.weights_.begin(), out.weights_.end(), 0.0) == out.weights_.end();
  } else {
    out.own(std::move(p.weights));
  }
  out.stages_ = std::make_shared<const std::vector<Stage>>(std::move(p.stages));
  out.unit_of_row_ = std::make_shared<const Codes>(std::move(p.unit_of_row));
  if (p.domain) out.domain_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(*p.domain));
  if (p.pps) out.options_.pps = p.pps->options;
  out.pps_ = std::move(p.pps);
  out.two_phase_ = std::move(p.two_phase);
  if (p.replicates) out = out.with_replicates(std::move(*p.replicates));
  out.adjustments_ = std::move(p.adjustments);
  return out;
}

}  // namespace enkat
