#include "enkat/state/scanned_design.hpp"

#include <algorithm>

#include "enkat/base/error.hpp"
#include "enkat/design/save_design.hpp"
#include "enkat/design/scanned_adjustments.hpp"

namespace enkat {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& where) {
  throw Error(ErrorCode::design, message, where);
}

std::string stage_name(const std::string& what, const std::string& stage) { return what + " (stage " + stage + ")"; }

Codes one_level(std::int64_t rows) {
  return {Codes::Narrow(std::vector<std::uint8_t>(static_cast<std::size_t>(rows), 0)), 1};
}

void refuse_missing(const Codes& codes, std::int64_t before, const std::string& where) {
  codes.visit([&]<class T>(std::span<const T> v) {
    const auto at = std::find(v.begin(), v.end(), missing_code<T>);
    if (at != v.end())
      fail("row " + std::to_string(before + (at - v.begin()) + 1) + " is missing, expected a label in every row",
           where);
  });
}

}  // namespace

ScannedDesign::ScannedDesign(DesignOptions options, std::vector<ScanStage> stages, bool weighted)
    : options_(std::move(options)), weighted_(weighted) {
  if (options_.pps) fail("joint and unequal probabilities need the rows; collect() the data first", "pps");
  if (stages.empty()) stages.push_back({});
  for (const ScanStage& s : stages) {  // later stages than the first one without fpc do not enter the variance
    Seen seen;
    seen.has = s;
    stages_.push_back(std::move(seen));
    if (!s.fpc) break;
  }
  rows_are_units_ = !stages_.back().has.clusters;
  if (rows_are_units_ && stages_.size() > 1)
    fail(
        "single rows are sampled within clusters that have an fpc, so that the variance needs every row; leave the "
        "last fpc out, or collect() the data first",
        "clusters");
  if (!weighted && stages_.front().has.fpc)
    fail("none given, and those that the fpc implies need the sizes of all strata; give a column of weights",
         "weights");
}

void ScannedDesign::begin() {
  at_row_ = 0;
  if (cells_settled_ || !adjustments_) return;
  cell_rows_.assign(adjustments_->cells(), 0);
  cell_weight_ = cell_rows_;
  unit_weight_.assign(rows_are_units_ ? 0 : static_cast<std::size_t>(units()) * adjustments_->cells(), 0);
}

void ScannedDesign::check_weights(const Numbers& w, std::int64_t rows) const {
  if (w.size() != rows) fail("has " + std::to_string(w.size()) + " rows, expected " + std::to_string(rows), "weights");
  const auto row = [&](std::size_t i) { return "row " + std::to_string(at_row_ + static_cast<std::int64_t>(i) + 1); };
  for (std::size_t i = 0; i < w.valid.size(); ++i)
    if (!w.valid[i])
      fail(row(i) +
               " has no weight (missing or NaN), expected a number of at least 0; give it a weight or leave the "
               "row out",
           "weights");
  std::int64_t negative = 0;
  for (const double v : w.values) negative += v < 0;
  for (std::size_t i = 0; negative > 0 && i < w.values.size(); ++i)
    if (w.values[i] < 0)
      fail(row(i) + " has the weight " + std::to_string(w.values[i]) + ", expected a number of at least 0", "weights");
}

Codes ScannedDesign::stratum_codes(Seen& s, const StageColumns& c, const Codes* parent, std::int64_t rows,
                                   const std::string& stage) const {
  if (!c.strata && !parent) {
    static_cast<void>(s.stratum.number_of(0, 0));
    return one_level(rows);
  }
  if (c.strata) refuse_missing(c.strata->codes, at_row_, stage_name("strata", stage));
  if (!parent) {
    Codes label = s.strata.codes_of_used(*c.strata);
    for (std::int64_t k = s.stratum.size(); k < label.levels(); ++k)
      static_cast<void>(s.stratum.number_of(0, static_cast<std::int32_t>(k)));
    return label;
  }
  return s.stratum.codes_of(*parent, c.strata ? s.strata.codes_of_used(*c.strata) : one_level(rows));
}

Codes ScannedDesign::unit_codes(Seen& s, const StageColumns& c, const Codes& stratum, bool nested,
                                const std::string& stage) const {
  refuse_missing(c.clusters->codes, at_row_, stage_name("clusters", stage));
  Codes label = s.clusters.codes_of_used(*c.clusters);
  if (nested) return s.unit.codes_of(stratum, label);
  // a label is a unit: it must stand in one stratum
  std::vector<std::int32_t> home = s.unit.first();
  home.resize(static_cast<std::size_t>(label.levels()), -1);
  std::size_t wrong = static_cast<std::size_t>(label.size());
  label.visit([&](auto unit) {
    stratum.visit([&](auto h) {
      for (std::size_t i = 0; i < unit.size(); ++i) {
        std::int32_t& own = home[unit[i]];
        if (own == static_cast<std::int32_t>(h[i])) continue;
        if (own >= 0) {
          wrong = i;
          return;
        }
        own = static_cast<std::int32_t>(h[i]);
      }
    });
  });
  if (wrong < static_cast<std::size_t>(label.size())) {
    const auto row = static_cast<std::int64_t>(wrong);
    const auto name = [&](std::int32_t h) {
      return s.has.strata ? s.strata.levels()[static_cast<std::size_t>(s.stratum.second()[static_cast<std::size_t>(h)])]
                          : std::string("(all)");
    };
    fail("'" + s.clusters.levels()[static_cast<std::size_t>(label.at(row))] + "' lies in the strata '" +
             name(home[static_cast<std::size_t>(label.at(row))]) + "' and '" + name(stratum.at(row)) +
             "', expected each cluster in one stratum; if labels are unique only within a stratum, say nest=True",
         stage_name("clusters", stage));
  }
  for (std::size_t u = static_cast<std::size_t>(s.unit.size()); u < home.size(); ++u)
    static_cast<void>(s.unit.number_of(home[u], static_cast<std::int32_t>(u)));
  return label;
}

/// Clusters whose strata are known from a pass before.
Codes ScannedDesign::known_units(Seen& s, const StageColumns& c) const {
  if (!c.clusters) fail("no column given in this chunk, expected one", stage_name("clusters", "1"));
  refuse_missing(c.clusters->codes, at_row_, stage_name("clusters", "1"));
  Codes label = s.clusters.codes_of_used(*c.clusters);
  if (label.levels() > s.unit.size())
    fail("'" + s.clusters.levels()[static_cast<std::size_t>(s.unit.size())] +
             "' was not there when the data were first read, expected the same rows in every pass",
         stage_name("clusters", "1"));
  return label;
}

void ScannedDesign::take_fpc(Seen& s, const StageColumns& c, const Codes& stratum, const std::string& stage) const {
  s.fpc.resize(static_cast<std::size_t>(s.stratum.size()), -1);
  if (!c.fpc) fail("no column given in this chunk, expected one", stage_name("fpc", stage));
  stratum.visit([&](auto h) {
    for (std::size_t i = 0; i < h.size(); ++i) {
      const double v = c.fpc->values[i];
      const std::string row = "row " + std::to_string(at_row_ + static_cast<std::int64_t>(i) + 1);
      if ((!c.fpc->valid.empty() && !c.fpc->valid[i]) || !(v > 0))
        fail(row + " holds no positive number, expected the units in the population stratum, or a sampling fraction",
             stage_name("fpc", stage));
      double& seen = s.fpc[h[i]];
      if (seen >= 0 && seen != v)
        fail(row + " holds " + std::to_string(v) + " where its stratum had " + std::to_string(seen) +
                 ", expected one value in a stratum",
             stage_name("fpc", stage));
      seen = v;
    }
  });
}

Design ScannedDesign::chunk(const ScanChunk& chunk) {
  if (chunk.stages.size() < stages_.size())
    fail("found " + std::to_string(chunk.stages.size()) + " stages, expected " + std::to_string(stages_.size()),
         "chunk");
  DesignParts parts;
  parts.trusted = true;
  parts.rows = chunk.rows;
  parts.weighted = weighted_;
  parts.options = options_;
  if (chunk.weights) check_weights(*chunk.weights, chunk.rows);
  if (chunk.weights && chunk.weights->owner && !adjustments_)
    parts.weights_in_place = chunk.weights;
  else if (chunk.weights)
    parts.weights.assign(chunk.weights->values.begin(), chunk.weights->values.end());
  else
    parts.weights.assign(static_cast<std::size_t>(chunk.rows), 1.0);
  parts.rows_are_units = rows_are_units_;
  Stage first;
  Codes unit;
  for (std::size_t k = 0; k < stages_.size(); ++k) {
    const std::string number = std::to_string(k + 1);
    Seen& s = stages_[k];
    if (settled_ && s.has.strata && !chunk.stages[k].strata && s.has.clusters && !options_.nest &&
        stages_.size() == 1) {
      unit = known_units(s, chunk.stages[k]);
      break;
    }
    const Codes stratum = stratum_codes(s, chunk.stages[k], k > 0 ? &unit : nullptr, chunk.rows, number);
    if (s.has.fpc && !settled_) take_fpc(s, chunk.stages[k], stratum, number);
    if (s.has.clusters) {
      unit = unit_codes(s, chunk.stages[k], stratum, k > 0 || (options_.nest && s.has.strata), number);
      continue;
    }
    s.rows.resize(static_cast<std::size_t>(s.stratum.size()), 0);
    stratum.visit([&](auto h) {
      first.stratum.assign(h.begin(), h.end());
      if (settled_) return;
      for (const auto v : h) ++s.rows[v];
    });
  }
  if (adjustments_) {
    adjust(chunk, unit, parts.weights);
    auto record = std::make_shared<Adjustments>();
    record->cell = chunk_cell_;
    record->factor = adjustments_->factor;
    parts.adjustments = std::move(record);
  }
  parts.stages.push_back(std::move(first));
  parts.unit_of_row = std::move(unit);
  if (!chunk.domain.empty()) parts.domain.emplace(chunk.domain.begin(), chunk.domain.end());
  at_row_ += chunk.rows;
  if (!settled_) rows_ += chunk.rows;
  return Design::restored(std::move(parts));
}

Stage ScannedDesign::stage(std::size_t k) const {
  const Seen& s = stages_[k];
  Stage out;
  const auto strata = static_cast<std::size_t>(s.stratum.size());
  out.stratum = s.unit.first();
  if (k > 0)
    for (const std::int32_t h : out.stratum) out.parent.push_back(s.stratum.first()[static_cast<std::size_t>(h)]);
  out.sampled.assign(strata, 0);
  for (const std::int32_t h : out.stratum) ++out.sampled[static_cast<std::size_t>(h)];
  if (!s.has.clusters) out.sampled = s.rows;
  double largest = 0;
  for (const double v : s.fpc) largest = std::max(largest, v);
  for (std::size_t h = 0; h < strata; ++h) {
    out.label.push_back(s.has.strata ? s.strata.levels()[static_cast<std::size_t>(s.stratum.second()[h])] : "(all)");
    double f = 0;
    if (s.has.fpc) f = largest <= 1 ? s.fpc[h] : static_cast<double>(out.sampled[h]) / s.fpc[h];
    if (f > 1 + 1e-9)
      fail("stratum '" + out.label[h] + "' has " + std::to_string(out.sampled[h]) +
               " sampled units but a population of " + std::to_string(s.fpc[h]) +
               ", expected at least as many; check the fpc column of this stage",
           stage_name("fpc", std::to_string(k + 1)));
    out.fraction.push_back(std::min(f, 1.0));
  }
  return out;
}

Design ScannedDesign::without_rows() const {
  if (rows_ == 0) fail("the data have no rows, expected at least one", "data");
  DesignParts parts;
  parts.trusted = true;
  parts.rows = 0;
  parts.weighted = weighted_;
  parts.options = options_;
  parts.rows_are_units = rows_are_units_;
  for (std::size_t k = 0; k < stages_.size(); ++k) parts.stages.push_back(stage(k));
  if (adjustments_) {
    auto record = std::make_shared<ScannedAdjustments>();
    record->factor = adjustments_->factor;
    record->records = adjustments_->records;
    record->cell_rows = cell_rows_;
    record->cell_weight = cell_weight_;
    record->unit_weight = unit_weight_;
    parts.adjustments = std::move(record);
  }
  return Design::restored(std::move(parts));
}

Renumbering ScannedDesign::merge(const ScannedDesign& other) {
  if (adjustments_ || other.adjustments_)
    throw Error(ErrorCode::data, "adjusted designs are not merged, expected designs before their adjustment", "merge");
  if (stages_.size() != other.stages_.size() || rows_are_units_ != other.rows_are_units_ ||
      weighted_ != other.weighted_ || options_.nest != other.options_.nest)
    throw Error(ErrorCode::data, "the two designs were declared differently, expected the same", "merge");
  Renumbering out;
  std::vector<std::int32_t> parent{0};
  for (std::size_t k = 0; k < stages_.size(); ++k) {
    Seen& s = stages_[k];
    const Seen& o = other.stages_[k];
    std::vector<std::int32_t> label{0}, stratum;
    if (s.has.strata) label = s.strata.numbers_of(o.strata.levels());
    for (std::size_t h = 0; h < static_cast<std::size_t>(o.stratum.size()); ++h)
      stratum.push_back(s.stratum.number_of(parent[static_cast<std::size_t>(o.stratum.first()[h])],
                                            label[static_cast<std::size_t>(o.stratum.second()[h])]));
    s.fpc.resize(s.has.fpc ? static_cast<std::size_t>(s.stratum.size()) : 0, -1);
    s.rows.resize(s.has.clusters ? 0 : static_cast<std::size_t>(s.stratum.size()), 0);
    for (std::size_t h = 0; h < stratum.size(); ++h) {
      const auto to = static_cast<std::size_t>(stratum[h]);
      if (!s.rows.empty()) s.rows[to] += o.rows[h];
      if (s.fpc.empty()) continue;
      if (s.fpc[to] >= 0 && s.fpc[to] != o.fpc[h])
        fail("a stratum holds " + std::to_string(s.fpc[to]) + " and " + std::to_string(o.fpc[h]) +
                 ", expected one value in a stratum",
             stage_name("fpc", std::to_string(k + 1)));
      s.fpc[to] = o.fpc[h];
    }
    if (k == 0) out.stratum = stratum;
    if (!s.has.clusters) break;
    const std::vector<std::int32_t> cluster = s.clusters.numbers_of(o.clusters.levels());
    parent.clear();
    for (std::size_t u = 0; u < static_cast<std::size_t>(o.unit.size()); ++u) {
      const auto home = stratum[static_cast<std::size_t>(o.unit.first()[u])];
      const auto name = cluster[static_cast<std::size_t>(o.unit.second()[u])];
      const bool nested = k > 0 || (options_.nest && s.has.strata);
      if (!nested && name < s.unit.size() && s.unit.first()[static_cast<std::size_t>(name)] != home)
        fail("'" + s.clusters.levels()[static_cast<std::size_t>(name)] +
                 "' lies in two strata, expected each cluster in one; if labels are unique only within a stratum, say "
                 "nest=True",
             stage_name("clusters", std::to_string(k + 1)));
      parent.push_back(s.unit.number_of(home, name));
    }
  }
  if (!rows_are_units_) out.unit = parent;
  rows_ += other.rows_;
  return out;
}

}  // namespace enkat
