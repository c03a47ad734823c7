// Quality on request: the rules' bounds, the measures of every record, policies.
#include <pybind11/stl.h>

#include <array>
#include <map>

#include "bind.hpp"
#include "enkat/validation/outcome_rates.hpp"
#include "enkat/validation/policy.hpp"
#include "enkat/validation/validate.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

std::int64_t rows_of(const CategoryColumn& c) { return c.codes.size(); }
std::int64_t rows_of(const NumberColumn& c) { return std::ssize(c.values); }
std::int64_t rows_of(const TextColumn& c) { return std::ssize(c.values); }
std::int64_t rows_of(const DateColumn& c) { return std::ssize(c.days); }
std::int64_t rows_of(const OptionSetColumn& c) {
  return c.options.empty() ? 0 : std::ssize(c.words) / static_cast<std::int64_t>(c.words_per_row());
}
std::int64_t rows_of(const RankingColumn& c) { return c.items.empty() ? 0 : std::ssize(c.order) / std::ssize(c.items); }

template <class Names>
std::vector<std::string> names_of(const Names& values) {
  std::vector<std::string> out;
  for (const auto v : values) out.emplace_back(name_of(v));
  return out;
}

py::dict measures(const ValidationReport& report, const Definition& d) {
  const Measures& m = report.measures;
  py::list last;
  for (const std::int32_t q : m.last)
    last.append(q < 0 ? py::object(py::none()) : py::str(d.questions[static_cast<std::size_t>(q)].id));
  py::dict out;
  out["asked"] = m.asked;
  out["answered"] = m.answered;
  out["last"] = last;
  out["completion"] = names_of(m.completion);
  out["longstring"] = m.longstring;
  out["variability"] = m.variability;
  out["even_odd"] = m.even_odd;
  return out;
}

/// Per record the product of (1 - penalty) over its findings, as 100 times that.
std::vector<double> scores(const ValidationReport& report, const Definition& d,
                           const std::map<std::string, double>& by_rule, const std::array<double, 3>& by_severity) {
  std::vector<double> out(static_cast<std::size_t>(report.rows), 100.0);
  std::map<std::pair<Rule, std::int32_t>, double> known;
  for (const Finding& f : report.findings) {
    const auto [at, is_new] = known.try_emplace({f.rule, f.check}, 0.0);
    if (is_new) {
      const auto stated = by_rule.find(rule_name(d, f));
      at->second = stated != by_rule.end() ? stated->second : by_severity[static_cast<std::size_t>(f.severity)];
    }
    out[static_cast<std::size_t>(f.row)] *= 1 - at->second;
  }
  return out;
}

}  // namespace

void bind_quality_types(py::module_& m) {
  py::class_<CompletionCutoffs>(m, "CompletionCutoffs")
      .def(py::init([](double complete, double partial) { return CompletionCutoffs{complete, partial}; }),
           py::arg("complete"), py::arg("partial"));
  py::class_<QualityRules>(m, "QualityRules")
      .def(py::init<>())
      .def_readwrite("completion", &QualityRules::completion)
      .def_readwrite("max_item_nonresponse", &QualityRules::max_item_nonresponse)
      .def_readwrite("max_longstring", &QualityRules::max_longstring)
      .def_readwrite("min_variability", &QualityRules::min_variability)
      .def_readwrite("min_even_odd", &QualityRules::min_even_odd)
      .def_readwrite("min_text_entropy", &QualityRules::min_text_entropy)
      .def_readwrite("max_text_copies", &QualityRules::max_text_copies)
      .def_readwrite("near_duplicate_share", &QualityRules::near_duplicate_share);
}

void bind_quality(py::module_& m) {
  m.def("measures", &measures, py::arg("report"), py::arg("definition"));
  m.def(
      "missing_counts",
      [](const Column& c) {
        std::array<std::int64_t, missing_kinds> n{};
        const std::int64_t rows = std::visit([](const auto& d) { return rows_of(d); }, c.data);
        for (std::int64_t r = 0; r < rows; ++r) ++n[static_cast<std::size_t>(c.kind(r))];
        py::dict out;
        for (int k = 0; k < missing_kinds; ++k)
          out[py::str(name_of(static_cast<Missing>(k)).data())] = n[static_cast<std::size_t>(k)];
        return out;
      },
      py::arg("column"));
  m.def("scores", &scores, py::arg("report"), py::arg("definition"), py::arg("by_rule"), py::arg("by_severity"));
  m.def(
      "suggested_repair",
      [](const std::string& rule, const std::string& language) {
        const auto known = rule.starts_with("check.") ? std::optional(Rule::check) : rule_named(rule);
        return std::string(known ? suggested_repair(*known, language) : std::string_view());
      },
      py::arg("rule"), py::arg("language"));

  m.def(
      "outcome_rates",
      [](const std::array<double, 8>& n, std::optional<double> e) {
        const OutcomeRates r = outcome_rates({n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]}, e);
        py::dict out;
        for (std::size_t i = 0; i < r.names.size(); ++i) out[py::str(r.names[i].data())] = r.values[i];
        out["e"] = r.e;
        return out;
      },
      py::arg("cases"), py::arg("e"));

  py::class_<Policy>(m, "Policy")
      .def(py::init<>())
      .def_readonly("id", &Policy::id)
      .def_property_readonly(
          "base", [](const Policy& p) { return std::string(p.base == Policy::Base::flag ? "flag" : "default"); })
      .def_property_readonly("rules", [](const Policy& p) {
        std::vector<std::tuple<std::string, std::string, std::string>> out;
        for (const PolicyRule& r : p.rules) out.emplace_back(r.rule, r.question, name_of(r.action));
        return out;
      });
  m.def("load_policy", [](const std::string& json) { return load_policy(json); }, py::arg("json"));
  m.def("apply_policy", &apply_policy, py::arg("definition"), py::arg("responses"), py::arg("report"),
        py::arg("policy"), py::call_guard<py::gil_scoped_release>());
}
