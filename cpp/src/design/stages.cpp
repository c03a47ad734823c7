#include "stages.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& where) {
  throw Error(ErrorCode::design, message, where);
}

std::string stage_name(const std::string& what, std::size_t stage) {
  return what + " (stage " + std::to_string(stage + 1) + ")";
}

void check_column(const Categories* column, std::int64_t rows, const std::string& where) {
  if (!column) return;
  if (column->codes.size() != rows)
    fail("has " + std::to_string(column->codes.size()) + " rows, expected " + std::to_string(rows), where);
  column->codes.visit([&]<class T>(std::span<const T> v) {
    const auto at = std::find(v.begin(), v.end(), missing_code<T>);
    if (at != v.end())
      fail("row " + std::to_string(at - v.begin() + 1) + " is missing, expected a label in every row", where);
  });
}

/// The rows of one stage: which stratum and which unit, numbered over the whole sample.
struct RowStage {
  Codes stratum;                             // joint with the parent unit
  std::vector<std::int32_t> stratum_parent;  // unit of the stage before, by stratum
  std::vector<std::int32_t> stratum_label;   // code of the declared stratum, by stratum
  Codes unit;                                // empty when rows are units
  std::vector<std::int32_t> unit_stratum;
  bool rows_are_units = false;
};

Codes one_level(std::int64_t rows) {
  return {Codes::Narrow(std::vector<std::uint8_t>(static_cast<std::size_t>(rows), 0)), 1};
}

/// Row i is unit i.
Codes own_unit(std::int64_t rows) {
  std::vector<std::uint32_t> unit(static_cast<std::size_t>(rows));
  std::iota(unit.begin(), unit.end(), 0U);
  return {Codes::Narrow(std::move(unit)), rows};
}

std::vector<std::int32_t> as_rows(const Codes& codes) {
  return codes.visit([](auto v) { return std::vector<std::int32_t>(v.begin(), v.end()); });
}

/// Refuses a cluster label that occurs in two strata, unless labels are nested.
void check_nesting(const JointCells& units, const std::vector<std::int32_t>& stratum_label, const Categories& clusters,
                   const std::vector<std::string>& strata) {
  std::vector<std::int32_t> first(clusters.levels.size(), -1);
  for (std::size_t k = 0; k < units.member[1].size(); ++k) {
    std::int32_t& seen = first[static_cast<std::size_t>(units.member[1][k])];
    const std::int32_t stratum = stratum_label[static_cast<std::size_t>(units.member[0][k])];
    if (seen >= 0)
      fail("cluster '" + clusters.levels[static_cast<std::size_t>(units.member[1][k])] + "' occurs in the strata '" +
               strata[static_cast<std::size_t>(seen)] + "' and '" + strata[static_cast<std::size_t>(stratum)] +
               "', expected each cluster in one stratum; if labels are unique only within a stratum, say nest=True",
           "clusters (stage 1)");
    seen = stratum;
  }
}

bool every_level_occurs(const Codes& codes) {
  std::vector<std::uint8_t> seen(static_cast<std::size_t>(codes.levels()), 0);
  codes.visit([&](auto code) {
    for (const auto c : code) seen[c] = 1;  // a missing stratum was refused before
  });
  return std::find(seen.begin(), seen.end(), std::uint8_t{0}) == seen.end();
}

/// Strata within the units of the stage before: those that occur, with both codes of each.
JointCells strata_of(const StageColumns& c, const Codes* parent, std::int64_t rows) {
  if (!parent && !c.strata) return {one_level(rows), {{0}, {0}}};
  if (!parent && every_level_occurs(c.strata->codes)) {
    const Codes* alone[] = {&c.strata->codes};
    JointCells out = joint_cells(alone);
    out.member.insert(out.member.begin(), std::vector<std::int32_t>(out.member[0].size(), 0));
    return out;
  }
  const Codes none = one_level(rows);
  const Codes* both[] = {parent ? parent : &none, c.strata ? &c.strata->codes : &none};
  return joint_cells(both, 0);
}

RowStage row_stage(const StageColumns& c, const Codes* parent, std::int64_t rows, bool nest, std::size_t stage) {
  check_column(c.clusters, rows, stage_name("clusters", stage));
  check_column(c.strata, rows, stage_name("strata", stage));
  JointCells strata = strata_of(c, parent, rows);
  RowStage out;
  out.stratum_parent = std::move(strata.member[0]);
  out.stratum_label = std::move(strata.member[1]);
  out.rows_are_units = !c.clusters;
  if (c.clusters) {
    const Codes* of_unit[] = {&strata.cell, &c.clusters->codes};
    JointCells units = joint_cells(of_unit, 0);
    if (stage == 0 && c.strata && !nest) check_nesting(units, out.stratum_label, *c.clusters, c.strata->levels);
    out.rows_are_units = static_cast<std::int64_t>(units.member[0].size()) == rows;  // one row in each unit
    out.unit_stratum = units.member[0];
    out.unit = out.rows_are_units ? own_unit(rows) : std::move(units.cell);
  }
  if (out.rows_are_units)
    out.unit_stratum =
        strata.cell.levels() == 1 ? std::vector<std::int32_t>(static_cast<std::size_t>(rows), 0) : as_rows(strata.cell);
  out.stratum = std::move(strata.cell);
  return out;
}

/// f_h = n_h / N_h of each stratum from the fpc column; values of at most 1 everywhere are the fractions themselves.
std::vector<double> fractions(const Numbers& fpc, const RowStage& r, const Stage& s, std::size_t stage) {
  const std::string where = stage_name("fpc", stage);
  if (fpc.size() != r.stratum.size())
    fail("has " + std::to_string(fpc.size()) + " rows, expected " + std::to_string(r.stratum.size()), where);
  const double largest = *std::max_element(fpc.values.begin(), fpc.values.end());
  std::vector<double> given(s.strata(), -1);
  r.stratum.visit([&](auto code) {
    for (std::size_t i = 0; i < fpc.values.size(); ++i) {
      const double v = fpc.values[i];
      if ((!fpc.valid.empty() && !fpc.valid[i]) || !(v > 0))
        fail("row " + std::to_string(i + 1) +
                 " holds no positive number, expected the units in the population stratum, or a sampling fraction",
             where);
      double& seen = given[code[i]];
      if (seen < 0)
        seen = v;
      else if (seen != v)
        fail("stratum '" + s.label[code[i]] + "' holds " + std::to_string(seen) + " and " + std::to_string(v) +
                 ", expected one value in a stratum",
             where);
    }
  });
  for (std::size_t h = 0; h < given.size(); ++h) {
    const double f = largest <= 1 ? given[h] : static_cast<double>(s.sampled[h]) / given[h];
    if (f > 1 + 1e-9)
      fail("stratum '" + s.label[h] + "' has " + std::to_string(s.sampled[h]) + " sampled units but a population of " +
               std::to_string(given[h]) + ", expected at least as many; check the fpc column of this stage",
           where);
    given[h] = f < 1 ? f : 1.0;
  }
  return given;
}

/// The inclusion probability of each unit.
std::vector<double> probabilities(const Numbers& fpc, const RowStage& r, const Stage& s) {
  const std::string where = stage_name("fpc", 0);
  if (fpc.size() != r.stratum.size())
    fail("has " + std::to_string(fpc.size()) + " rows, expected " + std::to_string(r.stratum.size()), where);
  std::vector<double> out(s.units(), -1);
  for (std::size_t i = 0; i < fpc.values.size(); ++i) {
    const double p = fpc.values[i];
    if ((!fpc.valid.empty() && !fpc.valid[i]) || !(p > 0) || p > 1)
      fail("row " + std::to_string(i + 1) + " holds " + std::to_string(p) +
               ", expected the inclusion probability of its unit, over 0 and at most 1",
           where);
    double& seen = out[r.rows_are_units ? i : static_cast<std::size_t>(r.unit.at(static_cast<std::int64_t>(i)))];
    if (seen >= 0 && seen != p)
      fail("a cluster holds the probabilities " + std::to_string(seen) + " and " + std::to_string(p) +
               ", expected one value in a cluster",
           where);
    seen = p;
  }
  return out;
}

Stage make_stage(const StageColumns& c, const RowStage& r, std::size_t number, bool pps) {
  Stage s;
  s.stratum = r.unit_stratum;
  s.sampled.assign(r.stratum_parent.size(), 0);
  for (const std::int32_t h : s.stratum) ++s.sampled[static_cast<std::size_t>(h)];
  if (number > 0)
    for (const std::int32_t h : s.stratum) s.parent.push_back(r.stratum_parent[static_cast<std::size_t>(h)]);
  for (std::size_t h = 0; h < s.sampled.size(); ++h)
    s.label.push_back(c.strata ? c.strata->levels[static_cast<std::size_t>(r.stratum_label[h])] : "(all)");
  if (pps) {
    if (!c.fpc) fail("pps needs the inclusion probabilities, expected a column of them", stage_name("fpc", 0));
    s.probability = probabilities(*c.fpc, r, s);
  }
  s.fraction = c.fpc && !pps ? fractions(*c.fpc, r, s, number) : std::vector<double>(s.sampled.size(), 0.0);
  return s;
}

}  // namespace

BuiltStages build_stages(std::int64_t rows, const std::vector<StageColumns>& columns, bool nest, bool pps,
                         bool wants_weights) {
  BuiltStages out;
  if (wants_weights) out.inverse_fraction.assign(static_cast<std::size_t>(rows), 1.0);
  Codes parent;
  bool in_variance = true, more = true;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (!more)
      fail("every row is a unit of its own already at stage " + std::to_string(k) + ", expected no further stage",
           stage_name("clusters", k));
    RowStage r = row_stage(columns[k], k > 0 ? &parent : nullptr, rows, nest, k);
    Stage s = make_stage(columns[k], r, k, pps && k == 0);
    if (!s.probability.empty()) {
      out.has_fpc = true;
      for (std::size_t i = 0; i < out.inverse_fraction.size(); ++i)
        out.inverse_fraction[i] /= columns[k].fpc->values[i];
    } else if (columns[k].fpc) {
      out.has_fpc = true;
      if (wants_weights)
        r.stratum.visit([&](auto code) {
          for (std::size_t i = 0; i < code.size(); ++i) out.inverse_fraction[i] /= s.fraction[code[i]];
        });
    }
    if (in_variance) {
      out.stages.push_back(std::move(s));
      out.rows_are_units = r.rows_are_units;
      out.unit_of_row = r.rows_are_units ? Codes() : r.unit;
    }
    in_variance = in_variance && columns[k].fpc;
    more = columns[k].clusters != nullptr;
    parent = std::move(r.unit);
  }
  return out;
}

}  // namespace enkat::detail
