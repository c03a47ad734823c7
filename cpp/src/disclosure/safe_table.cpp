#include "enkat/disclosure/safe_table.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "enkat/base/error.hpp"
#include "enkat/disclosure/threshold.hpp"
#include "enkat/tables/rounding.hpp"

namespace enkat {
namespace {

void withhold(Cell& cell, Status status, const char* reason) {
  cell.status.add(status);
  cell.reason = {reason};
  cell.estimate = cell.se = cell.ci_low = cell.ci_high = cell.n_weighted = cell.n_effective = std::nullopt;
  cell.count = cell.n = std::nullopt;
}

/// The rows of a column that have a count, one each: several measures of a row (first places, mean rank) share it.
struct Counts {
  std::vector<std::string> rows;
  std::vector<std::int64_t> n;
};

Counts counts_of(const Table& table, std::string_view column, Role role) {
  Counts out;
  for (const Cell& cell : table.cells) {
    if (cell.column != column || cell.role != role || cell.measure != Measure::percent) continue;
    if (!cell.count)
      throw Error(ErrorCode::data, "row '" + cell.row + "' has no count; every share needs one", table.question);
    out.rows.push_back(cell.row);
    out.n.push_back(*cell.count);
  }
  return out;
}

/// The nets of a column as positions of the answers they add up.
std::vector<std::vector<std::size_t>> net_blocks(const Table& table, std::string_view column, const Counts& answers) {
  std::vector<std::vector<std::size_t>> out;
  for (const Cell& cell : table.cells) {
    if (cell.column != column || cell.role != Role::net) continue;
    out.emplace_back();
    for (std::size_t i = 0; i < answers.rows.size(); ++i)
      if (std::find(cell.parts.begin(), cell.parts.end(), answers.rows[i]) != cell.parts.end()) out.back().push_back(i);
  }
  return out;
}

struct Mask {
  std::set<std::string> rows;  ///< hidden answers
  bool nets_may_stay = true;
};

Mask mask_answers(const Table& table, const Base& base, const ThresholdRule& rule) {
  const Counts answers = counts_of(table, base.column, Role::answer);
  std::vector<bool> hidden = unsafe_counts(answers.n, base.n.value_or(0), rule);
  Mask mask;
  if (rule.divides_base)
    mask.nets_may_stay = close_blocks(hidden, answers.n, net_blocks(table, base.column, answers), rule);
  for (std::size_t k = 0; k < hidden.size(); ++k)
    if (hidden[k]) mask.rows.insert(answers.rows[k]);
  return mask;
}

/// Whether a reader can compute the net from what stays visible: none of its parts is hidden, or all hidden answers
/// are parts of it (then it is the base minus the visible answers).
bool net_is_known(const Cell& net, const std::set<std::string>& hidden) {
  std::size_t inside = 0;
  for (const std::string& part : net.parts) inside += hidden.count(part);
  return inside == 0 || inside == hidden.size();
}

bool must_hide(const Cell& cell, const Mask& mask, const ThresholdRule& rule) {
  switch (cell.role) {
    case Role::answer:
      return mask.rows.count(cell.row) > 0;
    case Role::net:
      return !mask.rows.empty() && !mask.nets_may_stay && !net_is_known(cell, mask.rows);
    case Role::summary:
      return !mask.rows.empty();
    case Role::apart:
      return cell.count && *cell.count > 0 && *cell.count < rule.min_cell;
    case Role::detail:
      return false;
  }
  return true;
}

void hide_everything(Table& table, Base& base) {
  for (Cell& cell : table.cells) {
    if (cell.column != base.column) continue;
    withhold(cell, Status::confidential, "confidential");
    cell.base = std::nullopt;
  }
  base.n = std::nullopt;
  base.n_weighted = base.n_effective = base.deff_kish = std::nullopt;
}

void hide_column(Table& table, Base& base, const PublicationPolicy& policy) {
  const ThresholdRule rule{policy.min_cell, divides_base(table.shape), table.sensitive};
  if (base.n && *base.n > 0 && *base.n < rule.min_cell) return hide_everything(table, base);
  const Mask mask = mask_answers(table, base, rule);
  const std::vector<bool> details =
      unsafe_counts(counts_of(table, base.column, Role::detail).n, base.n.value_or(0), rule);
  if (!mask.rows.empty() || std::find(details.begin(), details.end(), true) != details.end())
    std::erase_if(table.cells, [&](const Cell& c) { return c.role == Role::detail && c.column == base.column; });
  for (Cell& cell : table.cells)
    if (cell.column == base.column && must_hide(cell, mask, rule)) withhold(cell, Status::confidential, "confidential");
}

/// Withholds what is not confidential but says too little: small bases, and unreliable shares where the profile hides
/// them.
void withhold_unreliable(Table& table, const PublicationPolicy& policy) {
  for (Cell& cell : table.cells) {
    if (cell.status.has(Status::confidential) || cell.measure == Measure::count) continue;
    const Base* base = table.base_of(cell.column);
    const bool small = base != nullptr && base->n && *base->n < policy.show_from;
    if (small)
      withhold(cell, Status::unreliable, "small_base");
    else if (cell.status.has(Status::unreliable) && !policy.show_unreliable)
      withhold(cell, Status::unreliable, cell.reason.empty() ? "unreliable" : cell.reason.front().c_str());
  }
}

int decimals_of(Measure measure, int percent_decimals) {
  switch (measure) {
    case Measure::percent:
    case Measure::nps:
      return percent_decimals;
    case Measure::count:
      return 0;
    case Measure::mean:
    case Measure::sd:
    case Measure::mean_rank:
      return std::max(1, percent_decimals);
  }
  return percent_decimals;
}

void round_to(std::optional<double>& value, int decimals) {
  if (!value) return;
  if (std::isfinite(*value))
    value = round_published(*value, decimals);
  else
    value = std::nullopt;
}

void round_cell(Cell& cell, int decimals) {
  if (cell.estimate && !std::isfinite(*cell.estimate)) withhold(cell, Status::not_available, "not_available");
  const bool nonzero = cell.estimate && *cell.estimate != 0;
  round_to(cell.estimate, decimals);
  if (nonzero && *cell.estimate == 0 && cell.measure == Measure::percent) cell.status.add(Status::low);
  round_to(cell.ci_low, decimals);
  round_to(cell.ci_high, decimals);
  round_to(cell.se, decimals + 1);
  round_to(cell.n_weighted, 0);
  round_to(cell.n_effective, 0);
}

}  // namespace

int SafeTable::decimals(Measure measure) const { return decimals_of(measure, decimals_); }

SafeTable protect(Table table, const PublicationPolicy& policy) {
  std::int64_t largest = 0;
  for (Base& base : table.bases) {
    largest = std::max(largest, base.n.value_or(0));
    hide_column(table, base, policy);
  }
  withhold_unreliable(table, policy);
  const int decimals = policy.decimals_for(largest);
  for (Cell& cell : table.cells) round_cell(cell, decimals_of(cell.measure, decimals));
  for (Base& base : table.bases) {
    round_to(base.n_weighted, 0);
    round_to(base.n_effective, 0);
    round_to(base.deff_kish, 2);
  }
  return {std::move(table), policy, decimals};
}

}  // namespace enkat
