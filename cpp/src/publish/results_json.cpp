#include <cmath>
#include <nlohmann/json.hpp>

#include "enkat/publish/facts.hpp"
#include "enkat/publish/results.hpp"

namespace enkat {
namespace {

using json = nlohmann::ordered_json;

/// A published number: whole ones without a decimal point, so that JSON and CSV read the same.
json number(const std::optional<double>& value) {
  if (!value) return nullptr;
  if (*value == std::floor(*value) && std::abs(*value) < 9e15) return static_cast<std::int64_t>(*value);
  return *value;
}

json number(const std::optional<std::int64_t>& value) { return value ? json(*value) : json(nullptr); }

json record(const Cell& c) {
  return {{"question", c.question},
          {"row", c.row},
          {"column", c.column},
          {"measure", name_of(c.measure)},
          {"role", name_of(c.role)},
          {"estimate", number(c.estimate)},
          {"se", number(c.se)},
          {"ci_low", number(c.ci_low)},
          {"ci_high", number(c.ci_high)},
          {"count", number(c.count)},
          {"n", number(c.n)},
          {"n_weighted", number(c.n_weighted)},
          {"n_effective", number(c.n_effective)},
          {"base", number(c.base)},
          {"status", c.status.codes()},
          {"reason", c.reason}};
}

json table_json(const SafeTable& table) {
  json bases = json::array(), cells = json::array();
  for (const Base& b : table.bases())
    bases.push_back({{"column", b.column},
                     {"n", number(b.n)},
                     {"n_weighted", number(b.n_weighted)},
                     {"n_effective", number(b.n_effective)},
                     {"deff_kish", number(b.deff_kish)}});
  for (const Cell& c : table.cells()) cells.push_back(record(c));
  return {{"question", table.question()}, {"shape", name_of(table.shape())}, {"bases", bases}, {"cells", cells}};
}

json question_json(const QuestionResults& q) {
  json tables = json::array(), facts = json::array();
  for (const SafeTable& t : q.tables) tables.push_back(table_json(t));
  for (const Fact& f : facts_of(q.tables)) {
    json cells = json::array();
    for (const CellRef& r : f.cells) cells.push_back({r.table, r.cell});
    facts.push_back({{"rule", f.rule}, {"cells", cells}});
  }
  return {{"question", q.question}, {"type", q.type}, {"tables", tables}, {"facts", facts}};
}

json header_json(const ResultsHeader& h) {
  return {{"format", "enkat-results"}, {"format_version", "0.1"},
          {"survey", h.survey},        {"version", h.version},
          {"title", h.title},          {"date", h.date},
          {"sample", h.sample},        {"model", h.model},
          {"interval", h.interval},    {"illustrative_margins", h.illustrative}};
}

}  // namespace

std::string results_json(const ResultsHeader& header, std::span<const QuestionResults> questions) {
  json out = header_json(header);
  for (const QuestionResults& q : questions)
    if (!out.contains("policy") && !q.tables.empty()) {
      const PublicationPolicy& p = q.tables.front().policy();
      out["policy"] = {{"profile", p.profile}, {"min_cell", p.min_cell}, {"show_from", p.show_from}};
    }
  out["questions"] = json::array();
  for (const QuestionResults& q : questions) out["questions"].push_back(question_json(q));
  return out.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace enkat
