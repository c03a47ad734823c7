// Tables, disclosure control and publication. A SafeTable has no constructor here either: Python renderers can only be
// given what `protect` returns.
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/disclosure/safe_table.hpp"
#include "enkat/publish/facts.hpp"
#include "enkat/publish/results.hpp"
#include "enkat/tables/rounding.hpp"
#include "enkat/tables/share.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

Measure measure_of(const std::string& name) {
  for (const Measure m :
       {Measure::percent, Measure::count, Measure::mean, Measure::sd, Measure::nps, Measure::mean_rank})
    if (name_of(m) == name) return m;
  throw py::value_error("measure: unknown name '" + name + "'");
}

Role role_of(const std::string& name) {
  for (const Role r : {Role::answer, Role::net, Role::detail, Role::summary, Role::apart})
    if (name_of(r) == name) return r;
  throw py::value_error("role: unknown name '" + name + "'");
}

void add_share(Table& table, const std::string& row, const std::string& column, const std::string& role,
               const std::vector<std::string>& parts, const ShareEstimate& share, bool precision) {
  Cell cell = share_cell(share, precision);
  cell.question = table.question;
  cell.row = row;
  cell.column = column;
  cell.role = role_of(role);
  cell.parts = parts;
  table.cells.push_back(std::move(cell));
}

void bind_tables(py::module_& m) {
  py::class_<ShareEstimate>(m, "ShareEstimate")
      .def(py::init([](double p, double se, double df, std::int64_t count, std::int64_t n, double n_weighted,
                       double n_effective) { return ShareEstimate{p, se, df, count, n, n_weighted, n_effective}; }),
           py::kw_only(), py::arg("p"), py::arg("se"), py::arg("df"), py::arg("count"), py::arg("n"),
           py::arg("n_weighted"), py::arg("n_effective"));
  py::class_<Table>(m, "Table")
      .def(py::init([](std::string question, const std::string& shape, bool sensitive) {
             return Table{.question = std::move(question), .shape = parse_shape(shape), .sensitive = sensitive};
           }),
           py::arg("question"), py::arg("shape"), py::arg("sensitive") = false)
      .def(
          "add_base",
          [](Table& t, std::string column, std::int64_t n, std::optional<double> n_weighted,
             std::optional<double> n_effective, std::optional<double> deff_kish) {
            t.bases.push_back({std::move(column), n, n_weighted, n_effective, deff_kish});
          },
          py::arg("column"), py::arg("n"), py::arg("n_weighted") = py::none(), py::arg("n_effective") = py::none(),
          py::arg("deff_kish") = py::none())
      .def("add_share", &add_share, py::arg("row"), py::arg("column"), py::arg("role"), py::arg("parts"),
           py::arg("share"), py::arg("precision"))
      .def(
          "add_value",
          [](Table& t, std::string row, std::string column, const std::string& measure, const std::string& role,
             std::optional<double> estimate, std::optional<double> se, std::optional<double> ci_low,
             std::optional<double> ci_high, std::int64_t count, std::int64_t n) {
            t.cells.push_back({.question = t.question,
                               .row = std::move(row),
                               .column = std::move(column),
                               .measure = measure_of(measure),
                               .role = role_of(role),
                               .estimate = estimate,
                               .se = se,
                               .ci_low = ci_low,
                               .ci_high = ci_high,
                               .count = count,
                               .n = n,
                               .base = n});
          },
          py::arg("row"), py::arg("column"), py::arg("measure"), py::arg("role"), py::arg("estimate"), py::kw_only(),
          py::arg("se") = py::none(), py::arg("ci_low") = py::none(), py::arg("ci_high") = py::none(), py::arg("count"),
          py::arg("n"));
}

/// A published number as the text of its decimals, None when it is not published.
py::object text(const std::optional<double>& value, int decimals) {
  return value ? py::object(py::str(text_published(*value, decimals))) : py::object(py::none());
}

py::dict cell_dict(const SafeTable& table, const Cell& c) {
  const int d = table.decimals(c.measure);
  py::dict out;
  out["question"] = c.question;
  out["row"] = c.row;
  out["column"] = c.column;
  out["measure"] = std::string(name_of(c.measure));
  out["role"] = std::string(name_of(c.role));
  out["parts"] = c.parts;
  out["estimate"] = text(c.estimate, d);
  out["se"] = text(c.se, d + 1);
  out["ci_low"] = text(c.ci_low, d);
  out["ci_high"] = text(c.ci_high, d);
  out["count"] = py::cast(c.count);
  out["n"] = py::cast(c.n);
  out["n_weighted"] = text(c.n_weighted, 0);
  out["n_effective"] = text(c.n_effective, 0);
  out["base"] = py::cast(c.base);
  out["status"] = c.status.codes();
  out["reason"] = c.reason;
  return out;
}

py::list bases_list(const SafeTable& table) {
  py::list out;
  for (const Base& b : table.bases()) {
    py::dict d;
    d["column"] = b.column;
    d["n"] = py::cast(b.n);
    d["n_weighted"] = text(b.n_weighted, 0);
    d["n_effective"] = text(b.n_effective, 0);
    d["deff_kish"] = text(b.deff_kish, 2);
    out.append(d);
  }
  return out;
}

void bind_disclosure(py::module_& m) {
  py::class_<PublicationPolicy>(m, "PublicationPolicy")
      .def_readonly("profile", &PublicationPolicy::profile)
      .def_readonly("min_cell", &PublicationPolicy::min_cell)
      .def_readonly("show_from", &PublicationPolicy::show_from)
      .def_readonly("caution_below", &PublicationPolicy::caution_below)
      .def_readonly("show_unreliable", &PublicationPolicy::show_unreliable)
      .def_readonly("watermark", &PublicationPolicy::watermark)
      .def_readonly("decimals", &PublicationPolicy::decimals);
  m.def(
      "publication_policy",
      [](const std::string& profile, std::optional<std::int64_t> min_cell, std::optional<std::int64_t> rounding) {
        return with_overrides(publication_profile(profile), min_cell, rounding);
      },
      py::arg("profile"), py::arg("min_cell") = py::none(), py::arg("rounding") = py::none());
  py::class_<SafeTable>(m, "SafeTable")
      .def_property_readonly("question", &SafeTable::question)
      .def_property_readonly("shape", [](const SafeTable& t) { return std::string(name_of(t.shape())); })
      .def_property_readonly("bases", &bases_list)
      .def_property_readonly("policy", &SafeTable::policy)
      .def_property_readonly("cells", [](const SafeTable& t) {
        py::list out;
        for (const Cell& c : t.cells()) out.append(cell_dict(t, c));
        return out;
      });
  m.def(
      "published_text",
      [](double value, int decimals) { return text_published(round_published(value, decimals), decimals); },
      py::arg("value"), py::arg("decimals"));
  m.def("protect", &protect, py::arg("table"), py::arg("policy"));
}

}  // namespace

void bind_publish(py::module_& m) {
  bind_tables(m);
  bind_disclosure(m);
  py::class_<QuestionResults>(m, "QuestionResults")
      .def(py::init<std::string, std::string, std::vector<SafeTable>>(), py::arg("question"), py::arg("type"),
           py::arg("tables"));
  py::class_<ResultsHeader>(m, "ResultsHeader")
      .def(py::init([](std::string survey, std::string version, Text title, std::string date, std::string sample,
                       Text model, std::string interval, bool illustrative) {
             return ResultsHeader{std::move(survey), std::move(version), std::move(title),    std::move(date),
                                  std::move(sample), std::move(model),   std::move(interval), illustrative};
           }),
           py::kw_only(), py::arg("survey"), py::arg("version"), py::arg("title"), py::arg("date"), py::arg("sample"),
           py::arg("model"), py::arg("interval"), py::arg("illustrative"));
  m.def(
      "results_json", [](const ResultsHeader& h, const std::vector<QuestionResults>& q) { return results_json(h, q); },
      py::arg("header"), py::arg("questions"));
  m.def(
      "results_csv", [](const ResultsHeader& h, const std::vector<QuestionResults>& q) { return results_csv(h, q); },
      py::arg("header"), py::arg("questions"));
  m.def(
      "facts_of",
      [](const std::vector<SafeTable>& tables) {
        std::vector<std::pair<std::string, std::vector<std::pair<std::size_t, std::size_t>>>> out;
        for (const Fact& f : facts_of(tables)) {
          out.emplace_back(f.rule, std::vector<std::pair<std::size_t, std::size_t>>{});
          for (const CellRef& r : f.cells) out.back().second.emplace_back(r.table, r.cell);
        }
        return out;
      },
      py::arg("tables"));
}
