#include "enkat/publish/facts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace enkat {
namespace {

/// Without an interval, "clearly above" is a difference of this many percentage points.
constexpr double clear_gap = 5;

/// The published cells of the total column that a rule looks at.
class View {
 public:
  View(const SafeTable& table, std::size_t index) : table_(table), index_(index) {}

  [[nodiscard]] const Cell& cell(std::size_t i) const { return table_.cells()[i]; }
  [[nodiscard]] CellRef ref(std::size_t i) const { return {index_, i}; }

  /// Positions of cells with a reliable published estimate, largest first, ties in order.
  [[nodiscard]] std::vector<std::size_t> largest(Role role, Measure measure) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < table_.cells().size(); ++i)
      if (usable(cell(i)) && cell(i).role == role && cell(i).measure == measure) out.push_back(i);
    std::stable_sort(out.begin(), out.end(), [&](auto a, auto b) { return *cell(a).estimate > *cell(b).estimate; });
    return out;
  }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view row, Measure measure) const {
    for (std::size_t i = 0; i < table_.cells().size(); ++i)
      if (usable(cell(i)) && cell(i).row == row && cell(i).measure == measure) return i;
    return std::nullopt;
  }

  /// What hidden answers may amount to together: the percentage not accounted for by visible ones.
  [[nodiscard]] double hidden_percent() const {
    double visible = 0;
    bool any_hidden = false;
    for (const Cell& c : table_.cells()) {
      if (c.column != "total" || c.role != Role::answer || c.measure != Measure::percent) continue;
      visible += c.estimate.value_or(0);
      any_hidden = any_hidden || !c.estimate;
    }
    return any_hidden ? std::max(0.0, 100 - visible) : 0;
  }

  [[nodiscard]] const SafeTable& table() const { return table_; }

 private:
  static bool usable(const Cell& c) { return c.column == "total" && c.estimate && !c.status.has(Status::unreliable); }
  const SafeTable& table_;
  std::size_t index_;
};

/// Why a table has no figure to speak of.
Fact nothing_to_say(const SafeTable& table) {
  const Base* base = table.base_of("total");
  if (base == nullptr || !base->n) return {"none.confidential", {}};
  if (*base->n == 0) return {"none.no_answers", {}};
  if (*base->n < table.policy().show_from) return {"none.small_base", {}};
  for (const Cell& c : table.cells())
    if (c.status.has(Status::confidential)) return {"none.confidential", {}};
  return {"none.unreliable", {}};
}

/// Two answers of the same respondents: their difference against its standard error (PUBLISHING, section 5), where an
/// interval is shown; a fixed gap where the figures describe the respondents only.
bool clearly_above(const Cell& top, const Cell& second) {
  const double gap = *top.estimate - *second.estimate;
  if (!top.ci_low || !top.n_effective || *top.n_effective <= 0) return gap >= clear_gap;
  const double p = *top.estimate / 100, q = *second.estimate / 100;
  return gap / 100 > 1.96 * std::sqrt((p + q - (p - q) * (p - q)) / *top.n_effective);
}

std::vector<Fact> choice_facts(const View& view) {
  const auto order = view.largest(Role::answer, Measure::percent);
  if (order.empty()) return {nothing_to_say(view.table())};
  const Cell& top = view.cell(order[0]);
  if (*top.estimate <= view.hidden_percent()) return {{"none.confidential", {}}};
  if (*top.estimate > 50 && (!top.ci_low || *top.ci_low > 50)) return {{"single.majority", {view.ref(order[0])}}};
  if (order.size() == 1) return {{"single.only", {view.ref(order[0])}}};
  const bool clear = clearly_above(top, view.cell(order[1]));
  return {{clear ? "single.most_often" : "single.about_equal", {view.ref(order[0]), view.ref(order[1])}}};
}

std::vector<Fact> multi_facts(const View& view) {
  const auto order = view.largest(Role::answer, Measure::percent);
  if (order.empty()) return {nothing_to_say(view.table())};
  Fact fact{"multi.most_often", {}};
  for (std::size_t k = 0; k < std::min<std::size_t>(3, order.size()); ++k)
    if (*view.cell(order[k]).estimate > 0) fact.cells.push_back(view.ref(order[k]));
  if (fact.cells.empty()) return {{"none.no_answers", {}}};
  return {fact};
}

std::vector<Fact> ordinal_facts(const View& view) {
  const auto positive = view.find("net.positive", Measure::percent);
  const auto negative = view.find("net.negative", Measure::percent);
  if (!positive || !negative) return choice_facts(view);
  return {{"ordinal.poles", {view.ref(*positive), view.ref(*negative)}}};
}

std::vector<Fact> group_facts(const View& view) {
  const auto nps = view.find("", Measure::nps);
  const auto promoters = view.find("promoters", Measure::percent);
  const auto detractors = view.find("detractors", Measure::percent);
  if (!nps || !promoters || !detractors) return choice_facts(view);
  return {{"nps.score", {view.ref(*nps), view.ref(*promoters), view.ref(*detractors)}}};
}

std::vector<Fact> ranking_facts(const View& view) {
  const auto order = view.largest(Role::answer, Measure::percent);
  if (order.empty()) return {nothing_to_say(view.table())};
  if (*view.cell(order[0]).estimate <= view.hidden_percent()) return {{"none.confidential", {}}};
  const auto rank = view.find(view.cell(order[0]).row, Measure::mean_rank);
  if (!rank) return {{"ranking.first_only", {view.ref(order[0])}}};
  return {{"ranking.first", {view.ref(order[0]), view.ref(*rank)}}};
}

std::vector<Fact> number_facts(const View& view) {
  std::vector<Fact> out;
  if (const auto mean = view.find("", Measure::mean)) out.push_back({"number.mean", {view.ref(*mean)}});
  const auto order = view.largest(Role::answer, Measure::percent);
  if (!order.empty())
    for (Fact& fact : choice_facts(view)) out.push_back(std::move(fact));
  if (out.empty()) out.push_back(nothing_to_say(view.table()));
  return out;
}

std::vector<Fact> text_facts(const View& view) {
  const auto answers = view.find("", Measure::count);
  if (!answers) return {nothing_to_say(view.table())};
  return {{"text.answers", {view.ref(*answers)}}};
}

std::vector<Fact> facts_of_table(const View& view) {
  switch (view.table().shape()) {
    case Shape::nominal:
      return choice_facts(view);
    case Shape::ordinal:
      return ordinal_facts(view);
    case Shape::multi:
      return multi_facts(view);
    case Shape::groups:
      return group_facts(view);
    case Shape::ranking:
      return ranking_facts(view);
    case Shape::classes:
    case Shape::number:
      return number_facts(view);
    case Shape::text:
      return text_facts(view);
  }
  return {};
}

/// Of several rows with the same scale: which has the highest and which the lowest positive net.
std::vector<Fact> matrix_facts(std::span<const SafeTable> tables) {
  std::optional<CellRef> highest, lowest;
  const auto estimate = [&](const CellRef& r) { return *tables[r.table].cells()[r.cell].estimate; };
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const View view(tables[t], t);
    const auto net = view.find("net.positive", Measure::percent);
    if (!net) continue;
    if (!highest || *view.cell(*net).estimate > estimate(*highest)) highest = view.ref(*net);
    if (!lowest || *view.cell(*net).estimate < estimate(*lowest)) lowest = view.ref(*net);
  }
  if (highest && lowest && highest->table != lowest->table) return {{"matrix.highest_lowest", {*highest, *lowest}}};
  return {{"matrix.rows", {}}};
}

}  // namespace

std::vector<Fact> facts_of(std::span<const SafeTable> tables) {
  if (tables.empty()) return {{"none.no_answers", {}}};
  if (tables.size() > 1) return matrix_facts(tables);
  return facts_of_table(View(tables[0], 0));
}

}  // namespace enkat
