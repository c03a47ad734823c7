#include "enkat/disclosure/safe_table.hpp"

#include <algorithm>
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
  cell.n = std::nullopt;
}

/// The cells of one column and role, by position in the table.
std::vector<std::size_t> cells_of(const Table& table, std::string_view column, Role role) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < table.cells.size(); ++i)
    if (table.cells[i].column == column && table.cells[i].role == role) out.push_back(i);
  return out;
}

/// The respondents of each row; several measures of one row (first places, mean rank) count once.
std::vector<std::pair<std::string, std::int64_t>> counts_by_row(const Table& table,
                                                                std::span<const std::size_t> cells) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (const std::size_t i : cells) {
    const Cell& cell = table.cells[i];
    if (cell.measure != Measure::percent) continue;
    if (!cell.n)
      throw Error(ErrorCode::data, "row '" + cell.row + "' has no count; every share needs one", table.question);
    out.emplace_back(cell.row, *cell.n);
  }
  return out;
}

std::set<std::string> hidden_rows(const Table& table, std::span<const std::size_t> cells, std::int64_t base,
                                  const ThresholdRule& rule, bool close) {
  const auto rows = counts_by_row(table, cells);
  std::vector<std::int64_t> counts;
  for (const auto& [row, n] : rows) counts.push_back(n);
  std::vector<bool> hidden = unsafe_counts(counts, base, rule);
  if (close && rule.divides_base) close_total(hidden, counts, rule);
  std::set<std::string> out;
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (hidden[k]) out.insert(rows[k].first);
  return out;
}

/// Whether a reader can compute the net from what stays visible: none of its parts is hidden, or all hidden answers
/// are parts of it (then it is the base minus the visible answers).
bool net_is_known(const Cell& net, const std::set<std::string>& hidden) {
  std::size_t inside = 0;
  for (const std::string& part : net.parts) inside += hidden.count(part);
  return inside == 0 || inside == hidden.size();
}

void hide_dependents(Table& table, std::string_view column, const std::set<std::string>& hidden,
                     const ThresholdRule& rule) {
  for (Cell& cell : table.cells) {
    if (cell.column != column) continue;
    const bool answer = cell.role == Role::answer && hidden.count(cell.row) > 0;
    const bool net = cell.role == Role::net && !(rule.divides_base && net_is_known(cell, hidden));
    const bool summary = cell.role == Role::summary && !hidden.empty();
    const bool apart = cell.role == Role::apart && cell.n && *cell.n > 0 && *cell.n < rule.min_cell;
    if (answer || (net && !hidden.empty()) || summary || apart) withhold(cell, Status::confidential, "confidential");
  }
}

void hide_column(Table& table, Base& base, const PublicationPolicy& policy) {
  const ThresholdRule rule{policy.min_cell, divides_base(table.shape), table.sensitive};
  const std::int64_t n = base.n.value_or(0);
  if (n > 0 && n < rule.min_cell) {
    for (Cell& cell : table.cells)
      if (cell.column == base.column) withhold(cell, Status::confidential, "confidential"), cell.base = std::nullopt;
    base.n = std::nullopt;
    base.n_weighted = base.n_effective = base.deff_kish = std::nullopt;
    return;
  }
  const auto details = cells_of(table, base.column, Role::detail);
  const auto hidden = hidden_rows(table, cells_of(table, base.column, Role::answer), n, rule, true);
  if (!hidden.empty() || !hidden_rows(table, details, n, rule, false).empty())
    std::erase_if(table.cells, [&](const Cell& c) { return c.role == Role::detail && c.column == base.column; });
  hide_dependents(table, base.column, hidden, rule);
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
  if (value) value = round_published(*value, decimals);
}

void round_cell(Cell& cell, int decimals) {
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
