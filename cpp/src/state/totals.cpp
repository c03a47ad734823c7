#include "enkat/state/totals.hpp"

#include <algorithm>

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"

namespace enkat {
namespace {

/// Below this many numbers rows are kept apart even where moments would do: exact deviations cost little then.
constexpr std::int64_t small_state = 1 << 16;
constexpr std::int64_t small_table = 1 << 13;  ///< of indicators, whose deviations are exact either way

template <class T>
void add(std::vector<T>& to, const std::vector<T>& from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
}

/// Whether the variance has to know which units have rows of a domain: see variance/lonely_psu.cpp.
bool asks_for_occupied(const Design& design) {
  if (design.options().lonely_in_domains) return true;
  if (design.options().lonely != Lonely::average) return false;
  for (const Stage& s : design.stages())
    for (std::size_t h = 0; h < s.strata(); ++h)
      if (s.lonely(h)) return true;
  return false;
}

void sum_up_columns(Totals& t) {
  const auto columns = static_cast<std::size_t>(t.columns());
  const std::vector<double>& from = t.kind == TotalsKind::units ? t.unit_total : t.first;
  t.total.assign(columns, 0);
  for (std::size_t at = 0; at < from.size(); at += columns)
    for (std::size_t c = 0; c < columns; ++c) t.total[c] += from[at + c];
}

}  // namespace

std::int64_t Totals::bytes() const {
  return static_cast<std::int64_t>(8 * (total.size() + count.size() + square.size() + unit_total.size() + first.size() +
                                        second.size() + cell_plain.size() + cell_sum.size()) +
                                   4 * row_group.size() + occupied.size());
}

/// A state that would not fit is refused before it is asked for.
void check_size(const Totals& t) {
  constexpr double most = double{1 << 27};  // numbers: one GiB
  const auto columns = static_cast<double>(t.columns());
  const double moments = static_cast<double>(t.strata) * columns * (t.one_hot ? 2.0 : static_cast<double>(t.width));
  const double by_unit = static_cast<double>(t.units);
  const double main = t.kind == TotalsKind::moments ? moments
                      : t.kind == TotalsKind::rows  ? by_unit * static_cast<double>(t.width)
                                                    : by_unit * columns;
  if (main + 2 * static_cast<double>(t.cells) * columns <= most) return;
  throw Error(ErrorCode::data,
              "the variables have " + std::to_string(t.width) + " levels in " + std::to_string(t.groups) +
                  " domains, whose totals need more than 1 GiB; merge categories, or ask for fewer variables or "
                  "domains at a time",
              "totals");
}

bool needs_rows(const Design& design) { return design.adjustments() && design.adjustments()->by_rows(); }

namespace {

TotalsKind kind_for(const Design& design, const Totals& t, bool occupied) {
  if (design.replicates()) return design.replicates()->weights.empty() ? TotalsKind::units : TotalsKind::replicates;
  if (needs_rows(design)) return TotalsKind::rows;
  const bool own =
      design.rows_are_units() && design.stages().size() == 1 && t.cells == 0 && !design.pps() && !design.two_phase();
  const std::int64_t small = t.one_hot ? small_table : small_state;
  return own && !occupied && t.units * t.columns() > small ? TotalsKind::moments : TotalsKind::units;
}

/// Totals by unit turned into totals by replicate, the units' factors times them.
void apply_factors(Totals& t, const Replicates& r) {
  const auto columns = static_cast<std::size_t>(t.columns()), k = r.size();
  std::vector<double> out(columns * k, 0);
  for (std::size_t u = 0; u < static_cast<std::size_t>(t.units); ++u)
    for (std::size_t c = 0; c < columns; ++c) {
      const double v = t.unit_total[u * columns + c];
      if (v == 0) continue;
      const double* factor = r.factors.data() + u * k;
      for (std::size_t i = 0; i < k; ++i) out[c * k + i] += v * factor[i];
    }
  t.unit_total = std::move(out);
  t.first = t.total;
  t.kind = TotalsKind::replicates;
  t.units = static_cast<std::int64_t>(k);
  t.strata = 1;
}

}  // namespace

Totals empty_totals(const Design& design, const TotalsRequest& request) {
  Totals t;
  t.groups = request.groups();
  t.width = request.width();
  t.one_hot = request.one_hot();
  t.units = design.units();
  t.strata = static_cast<std::int64_t>(design.stages().front().strata());
  t.cells = design.adjustments() ? static_cast<std::int64_t>(design.adjustments()->cells()) : 0;
  const Replicates* replicates = design.replicates();
  const bool occupied = !replicates && asks_for_occupied(design);
  t.kind = kind_for(design, t, occupied);
  if (t.kind == TotalsKind::rows) t.units = design.rows();
  if (t.kind == TotalsKind::replicates) t.units = static_cast<std::int64_t>(replicates->size());
  if (t.kind != TotalsKind::moments && t.kind != TotalsKind::units) t.strata = 1;
  check_size(t);
  const auto columns = static_cast<std::size_t>(t.columns());
  t.count.assign(columns, 0);
  t.square.assign(columns, 0);
  if (t.kind != TotalsKind::moments)
    t.unit_total.assign(
        static_cast<std::size_t>(t.units) * (t.kind == TotalsKind::rows ? static_cast<std::size_t>(t.width) : columns),
        0);
  if (t.kind != TotalsKind::units) t.first.assign(static_cast<std::size_t>(t.strata) * columns, 0);
  if (t.kind == TotalsKind::moments)
    t.second.assign(t.first.size() * (t.one_hot ? 1 : static_cast<std::size_t>(t.width)), 0);
  if (t.kind == TotalsKind::rows) t.row_group.assign(static_cast<std::size_t>(t.units), -1);
  if (occupied) t.occupied.assign(static_cast<std::size_t>(design.units() * t.groups), 0);
  t.cell_plain.assign(static_cast<std::size_t>(t.cells) * columns, 0);
  t.cell_sum.assign(t.cell_plain.size(), 0);
  return t;
}

namespace {

/// Everything but the sums by column, which are made once at the end.
void merge_sums(Totals& state, const Totals& other) {
  if (state.kind != other.kind || state.units != other.units || state.groups != other.groups ||
      state.width != other.width || state.strata != other.strata || state.cells != other.cells ||
      state.one_hot != other.one_hot || state.grid_columns != other.grid_columns)
    throw Error(ErrorCode::data, "the two states were made for different requests or designs, expected the same",
                "merge");
  add(state.count, other.count);
  add(state.square, other.square);
  add(state.unit_total, other.unit_total);
  for (std::size_t i = 0; i < state.row_group.size(); ++i)
    state.row_group[i] = std::max(state.row_group[i], other.row_group[i]);
  for (std::size_t i = 0; i < state.occupied.size(); ++i) state.occupied[i] |= other.occupied[i];
  add(state.first, other.first);
  add(state.second, other.second);
  add(state.cell_plain, other.cell_plain);
  add(state.cell_sum, other.cell_sum);
}

}  // namespace

void merge(Totals& state, const Totals& other) {
  merge_sums(state, other);
  sum_up_columns(state);
}

Totals totals(const Design& design, const TotalsRequest& request) {
  Totals state = empty_totals(design, request);
  // where every row has a place of its own lanes would only copy zeros
  const bool rows_apart =
      state.kind == TotalsKind::rows || (design.rows_are_units() && state.kind == TotalsKind::units);
  if (!rows_apart && state.kind == TotalsKind::units && accumulate_by_unit(state, design, request)) {
    sum_up_columns(state);
    return state;
  }
  const std::int64_t lanes = rows_apart ? 1 : lanes_for(design.rows(), state.bytes());
  std::vector<Totals> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, request.threads, [&](std::int64_t i) {
    Totals& own = lane[static_cast<std::size_t>(i)];
    own = empty_totals(design, request);
    accumulate(own, design, request, lane_begin(i, lanes, design.rows()), lane_begin(i + 1, lanes, design.rows()));
  });
  state = std::move(lane[0]);
  for (std::size_t i = 1; i < lane.size(); ++i) merge_sums(state, lane[i]);
  sum_up_columns(state);
  if (design.replicates() && state.kind == TotalsKind::units) apply_factors(state, *design.replicates());
  return state;
}

}  // namespace enkat
