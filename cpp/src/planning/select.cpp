#include "enkat/planning/select.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "arguments.hpp"
#include "enkat/planning/draw.hpp"

namespace enkat {
namespace {

using Index = std::size_t;
constexpr std::int64_t none = -1;

/// Where every row stands before a stage: its group (the unit of the stage before), -1 when it is out.
struct State {
  std::vector<std::int64_t> group;
  std::vector<std::uint64_t> stream;  ///< of every group
};

/// The units of a stage and the cells (group and stratum) they are drawn in.
struct Units {
  std::vector<std::int64_t> unit_of_row, cell_of_unit;
  std::vector<std::uint64_t> label;  ///< of every unit; for rows as units empty
  std::vector<double> size;          ///< of every unit, where it matters
  std::vector<std::uint64_t> cell_stream;
  std::vector<std::int64_t> stratum_of_cell;
};

/// Numbers pairs of codes densely, in order of appearance.
class Pairs {
 public:
  explicit Pairs(std::int64_t second) : second_(std::max<std::int64_t>(second, 1)) {}
  std::int64_t number(std::int64_t a, std::int64_t b, bool& fresh) {
    const auto [at, added] = seen_.try_emplace(a * second_ + b, static_cast<std::int64_t>(seen_.size()));
    fresh = added;
    return at->second;
  }

 private:
  std::int64_t second_;
  std::unordered_map<std::int64_t, std::int64_t> seen_;
};

[[noreturn]] void refuse_row(Index row, const char* what) {
  throw Error(ErrorCode::data, "row " + std::to_string(row + 1) + " has none, expected one in every row of the frame",
              what);
}

std::vector<std::uint64_t> label_streams(const Categories* c) {
  std::vector<std::uint64_t> out;
  if (c)
    for (const std::string& level : c->levels) out.push_back(stream_of(level));
  return out;
}

/// The cell of every row that is still in, numbered within the stage.
std::vector<std::int64_t> cells_of(const State& before, const SelectionStage& stage, Index number, Units& units) {
  const std::vector<std::uint64_t> label = label_streams(stage.stratum);
  const std::int64_t strata = stage.stratum ? stage.stratum->codes.levels() : 1;
  std::vector<std::int64_t> cell(before.group.size(), none);
  Pairs pairs(strata);
  // groups are dense: without strata they are the cells
  if (!stage.stratum)
    for (Index g = 0; g < before.stream.size(); ++g) {
      units.cell_stream.push_back(stream_of("stage", before.stream[g] + number));
      units.stratum_of_cell.push_back(0);
    }
  for (Index i = 0; i < cell.size(); ++i) {
    if (before.group[i] == none) continue;
    if (!stage.stratum) {
      cell[i] = before.group[i];
      continue;
    }
    const std::int64_t s = stage.stratum->codes.at(static_cast<std::int64_t>(i));
    if (s < 0) refuse_row(i, "strata");
    bool fresh = false;
    cell[i] = pairs.number(before.group[i], s, fresh);
    if (!fresh) continue;
    const std::uint64_t around = before.stream[static_cast<Index>(before.group[i])] + number;
    units.cell_stream.push_back(stream_of("stratum", around ^ label[static_cast<Index>(s)]));
    units.stratum_of_cell.push_back(s);
  }
  return cell;
}

void rows_as_units(const std::vector<std::int64_t>& cell, Units& out) {
  for (Index i = 0; i < cell.size(); ++i) {
    if (cell[i] == none) continue;
    out.unit_of_row[i] = static_cast<std::int64_t>(out.cell_of_unit.size());
    out.cell_of_unit.push_back(cell[i]);
  }
}

void units_by_label(const std::vector<std::int64_t>& cell, const State& before, const SelectionStage& stage,
                    Units& out) {
  const std::vector<std::uint64_t> label = label_streams(stage.unit);
  Pairs pairs(stage.unit->codes.levels());
  for (Index i = 0; i < cell.size(); ++i) {
    if (cell[i] == none) continue;
    const std::int64_t u = stage.unit->codes.at(static_cast<std::int64_t>(i));
    if (u < 0) refuse_row(i, "units");
    bool fresh = false;
    const std::int64_t k = pairs.number(before.group[i], u, fresh);
    out.unit_of_row[i] = k;
    if (fresh) {
      out.cell_of_unit.push_back(cell[i]);
      out.label.push_back(label[static_cast<Index>(u)]);
    } else if (out.cell_of_unit[static_cast<Index>(k)] != cell[i]) {
      throw Error(ErrorCode::design,
                  "unit '" + stage.unit->levels[static_cast<Index>(u)] + "' lies in two strata (row " +
                      std::to_string(i + 1) + "), expected one; give units labels of their own",
                  "units");
    }
  }
}

void sizes_of_units(const SelectionStage& stage, Units& out) {
  if (!by_size(stage.method)) return;
  out.size.assign(out.cell_of_unit.size(), 0);
  for (Index i = 0; i < out.unit_of_row.size(); ++i) {
    if (out.unit_of_row[i] == none) continue;
    double x = 1;
    if (stage.size) {
      const bool valid = stage.size->valid.empty() || stage.size->valid[i] != 0;
      x = valid ? stage.size->values[i] : 0;
      if (!(x > 0) && !stage.unit)
        throw Error(ErrorCode::data,
                    "row " + std::to_string(i + 1) + ": found " + (valid ? number_text(x) : "none") +
                        ", expected a number over 0: the unit could never be drawn; leave it out of "
                        "the frame, or give it a least size",
                    "size");
    }
    out.size[static_cast<Index>(out.unit_of_row[i])] += x;
  }
}

Units units_of(const State& before, const SelectionStage& stage, Index number) {
  Units out;
  out.unit_of_row.assign(before.group.size(), none);
  const std::vector<std::int64_t> cell = cells_of(before, stage, number, out);
  if (stage.unit)
    units_by_label(cell, before, stage, out);
  else
    rows_as_units(cell, out);
  sizes_of_units(stage, out);
  return out;
}

std::string place_of(const SelectionStage& stage, std::int64_t stratum) {
  if (!stage.stratum) return "n";
  return "n, stratum '" + stage.stratum->levels[static_cast<Index>(stratum)] + "'";
}

/// How many of a cell's units to draw; whole but for Poisson sampling.
double wanted(const SelectionStage& stage, std::int64_t stratum, Index units) {
  const auto all = static_cast<double>(units);
  if (stage.fraction > 0) {
    const double n = stage.fraction * all;
    return stage.method == SelectionMethod::poisson ? n : std::max(1.0, std::floor(n + 0.5));
  }
  const double n = stage.n[stage.n.size() == 1 ? 0 : static_cast<Index>(stratum)];
  if (!(n > 0) || (stage.method != SelectionMethod::poisson && n != std::floor(n)))
    throw Error(ErrorCode::design, "found " + number_text(n) + ", expected a whole number of at least 1",
                place_of(stage, stratum));
  if (n > all && !stage.take_all)
    throw Error(ErrorCode::design,
                "found " + number_text(n) + ", expected at most " + number_text(all) +
                    ", the units there are; or take_all=True to take all of them",
                place_of(stage, stratum));
  return std::min(n, all);
}

std::vector<double> poisson_probabilities(std::span<const double> size, double n) {
  double sum = 0;
  for (const double x : size) sum += x;
  std::vector<double> p;
  for (const double x : size) p.push_back(std::min(1.0, n * x / sum));
  return p;
}

struct Draw {
  std::vector<std::int64_t> chosen;
  std::vector<double> p;  ///< of every unit; empty: all n/N
};

Draw draw(const SelectionStage& stage, std::span<const double> size, Index units, double n, Random& random) {
  Draw out;
  const auto whole = static_cast<std::int64_t>(n), all = static_cast<std::int64_t>(units);
  switch (stage.method) {
    case SelectionMethod::simple:
      return {draw_simple(all, whole, random), {}};
    case SelectionMethod::systematic:
      return {draw_systematic(all, whole, random), {}};
    case SelectionMethod::poisson:
      out.p = poisson_probabilities(size, n);
      out.chosen = draw_poisson(out.p, random);
      return out;
    default:
      out.p = inclusion_probabilities(size, whole);
  }
  if (stage.method == SelectionMethod::pps_systematic) out.chosen = draw_pps_systematic(out.p, random);
  if (stage.method == SelectionMethod::pps_random_systematic) out.chosen = draw_pps_random_systematic(out.p, random);
  if (stage.method == SelectionMethod::sampford) out.chosen = draw_sampford(out.p, random);
  if (stage.method == SelectionMethod::brewer) out.chosen = draw_brewer(out.p, random);
  return out;
}

/// What the draws of a stage say of every unit; probability 0: not drawn.
struct Drawn {
  std::vector<double> probability;
  std::vector<std::int64_t> units, sampled;
};

Drawn draw_cells(const SelectionStage& stage, const Units& units, std::uint64_t seed) {
  const Index cells = units.cell_stream.size(), count = units.cell_of_unit.size();
  std::vector<Index> begin(cells + 1, 0), member(count);
  for (const std::int64_t c : units.cell_of_unit) ++begin[static_cast<Index>(c) + 1];
  for (Index c = 0; c < cells; ++c) begin[c + 1] += begin[c];
  std::vector<Index> next(begin.begin(), begin.end() - 1);
  for (Index k = 0; k < count; ++k) member[next[static_cast<Index>(units.cell_of_unit[k])]++] = k;
  Drawn out{std::vector<double>(count, 0), std::vector<std::int64_t>(count, 0), std::vector<std::int64_t>(count, 0)};
  std::vector<double> size;
  for (Index c = 0; c < cells; ++c) {
    const Index all = begin[c + 1] - begin[c];
    if (all == 0) continue;
    const double n = wanted(stage, units.stratum_of_cell[c], all);
    size.clear();
    if (!units.size.empty())
      for (Index k = begin[c]; k < begin[c + 1]; ++k) size.push_back(units.size[member[k]]);
    Random random(seed, units.cell_stream[c]);
    const Draw d = draw(stage, size, all, n, random);
    for (const std::int64_t chosen : d.chosen) {
      const Index k = member[begin[c] + static_cast<Index>(chosen)];
      out.probability[k] = d.p.empty() ? n / static_cast<double>(all) : d.p[static_cast<Index>(chosen)];
      out.units[k] = static_cast<std::int64_t>(all);
      out.sampled[k] = static_cast<std::int64_t>(d.chosen.size());
    }
  }
  return out;
}

void check_stage(std::int64_t rows, const SelectionStage& stage, bool last) {
  if (!stage.unit && !last)
    throw Error(ErrorCode::design, "is missing, expected a column: only the last stage draws rows", "units");
  const Index strata = stage.stratum ? stage.stratum->levels.size() : 1;
  if ((stage.fraction > 0) == !stage.n.empty())
    throw Error(ErrorCode::design, "expected one of n, a number of units, and fraction, a share of them", "n");
  detail::expect(stage.fraction >= 0 && stage.fraction <= 1, stage.fraction, "a share between 0 and 1", "fraction");
  if (stage.n.size() > 1 && stage.n.size() != strata)
    throw Error(ErrorCode::design,
                "has " + std::to_string(stage.n.size()) + " numbers, expected one, or " + std::to_string(strata) +
                    ": one per stratum",
                "n");
  for (const std::int64_t length :
       {stage.unit ? stage.unit->codes.size() : rows, stage.stratum ? stage.stratum->codes.size() : rows,
        stage.size ? stage.size->size() : rows})
    if (length != rows)
      throw Error(ErrorCode::design,
                  "a column has " + std::to_string(length) + " rows, expected " + std::to_string(rows), "frame");
}

/// The rows whose unit was drawn, and their groups for the next stage.
void keep_drawn(State& state, const SelectionStage& stage, const Units& units, const Drawn& drawn) {
  std::vector<std::int64_t> group_of_unit(units.cell_of_unit.size(), none);
  std::vector<std::uint64_t> streams;
  if (stage.unit) {
    for (Index k = 0; k < group_of_unit.size(); ++k) {
      if (drawn.probability[k] == 0) continue;
      group_of_unit[k] = static_cast<std::int64_t>(streams.size());
      streams.push_back(
          stream_of("unit", units.cell_stream[static_cast<Index>(units.cell_of_unit[k])] ^ units.label[k]));
    }
  }
  for (Index i = 0; i < state.group.size(); ++i) {
    const std::int64_t k = units.unit_of_row[i];
    if (k == none) continue;
    const bool in = drawn.probability[static_cast<Index>(k)] > 0;
    state.group[i] = in ? (stage.unit ? group_of_unit[static_cast<Index>(k)] : 0) : none;
  }
  state.stream = std::move(streams);
}

}  // namespace

SelectionMethod parse_selection(std::string_view name) {
  if (name == "simple" || name == "srs") return SelectionMethod::simple;
  if (name == "systematic") return SelectionMethod::systematic;
  if (name == "pps_systematic") return SelectionMethod::pps_systematic;
  if (name == "pps_random_systematic") return SelectionMethod::pps_random_systematic;
  if (name == "sampford") return SelectionMethod::sampford;
  if (name == "brewer") return SelectionMethod::brewer;
  if (name == "poisson") return SelectionMethod::poisson;
  throw Error(ErrorCode::design,
              "found '" + std::string(name) +
                  "', expected 'simple', 'systematic', 'pps_systematic', 'pps_random_systematic', 'sampford', 'brewer' "
                  "or 'poisson'",
              "method");
}

bool by_size(SelectionMethod method) {
  return method != SelectionMethod::simple && method != SelectionMethod::systematic;
}

Selection select(std::int64_t rows, std::span<const SelectionStage> stages, std::uint64_t seed) {
  detail::expect(rows > 0, static_cast<double>(rows), "at least one row", "frame");
  if (stages.empty()) throw Error(ErrorCode::design, "there is no stage, expected at least one", "stages");
  const auto count = static_cast<Index>(rows);
  State state{std::vector<std::int64_t>(count, 0), {stream_of("frame")}};
  std::vector<std::pair<Units, Drawn>> done;
  for (Index s = 0; s < stages.size(); ++s) {
    check_stage(rows, stages[s], s + 1 == stages.size());
    Units units = units_of(state, stages[s], s);
    Drawn drawn = draw_cells(stages[s], units, seed);
    keep_drawn(state, stages[s], units, drawn);
    done.emplace_back(std::move(units), std::move(drawn));
  }
  Selection out;
  for (Index i = 0; i < count; ++i)
    if (state.group[i] != none) out.rows.push_back(static_cast<std::int64_t>(i));
  out.probability.assign(out.rows.size(), 1);
  for (const auto& [units, drawn] : done) {
    Selection::Stage& stage = out.stages.emplace_back();
    for (Index r = 0; r < out.rows.size(); ++r) {
      const auto k = static_cast<Index>(units.unit_of_row[static_cast<Index>(out.rows[r])]);
      stage.probability.push_back(drawn.probability[k]);
      stage.units.push_back(drawn.units[k]);
      stage.sampled.push_back(drawn.sampled[k]);
      out.probability[r] *= drawn.probability[k];
    }
  }
  return out;
}

}  // namespace enkat
