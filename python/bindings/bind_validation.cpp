// Validation: reports and the default policy. Findings leave the engine as columns, so that a million of them cost no
// million Python objects until somebody looks.
#include <pybind11/stl.h>

#include <algorithm>
#include <map>
#include <memory>

#include "bind.hpp"
#include "enkat/definition/definition.hpp"
#include "enkat/table/select_rows.hpp"
#include "enkat/validation/policy.hpp"
#include "enkat/validation/validate.hpp"
#include "progress.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

using Range = std::pair<std::int64_t, std::int64_t>;

py::object text_or_none(const std::string& text) { return text.empty() ? py::object(py::none()) : py::str(text); }

/// The findings [first, last) as columns; rows from 1.
py::dict columns(const ValidationReport& report, const Definition& d, const Responses& responses,
                 const std::string& language, Range range, bool open_answers) {
  py::list row, question, rule, severity, value, expected, detail, sentence, response_id, file, repair;
  const auto& ids = responses.meta.response_id;
  const auto n = static_cast<std::int64_t>(report.findings.size());
  for (std::int64_t i = std::clamp<std::int64_t>(range.first, 0, n); i < std::min(range.second, n); ++i) {
    const Finding& found = report.findings[static_cast<std::size_t>(i)];
    const Finding f = open_answers ? found : without_open_answer(d, found, language);
    row.append(f.row + 1);
    question.append(text_or_none(question_id(d, f)));
    rule.append(rule_name(d, f));
    severity.append(py::str(name_of(f.severity).data()));
    value.append(text_or_none(f.value));
    expected.append(text_or_none(f.expected));
    detail.append(text_or_none(f.detail));
    sentence.append(message(d, f, language));
    response_id.append(text_or_none(ids.empty() ? "" : ids[static_cast<std::size_t>(f.row)]));
    file.append(text_or_none(responses.source));
    repair.append(py::str(suggested_repair(f.rule, language).data()));
  }
  py::dict out;
  out["row"] = row;
  out["question"] = question;
  out["rule"] = rule;
  out["severity"] = severity;
  out["value"] = value;
  out["expected"] = expected;
  out["detail"] = detail;
  out["message"] = sentence;
  out["response_id"] = response_id;
  out["file"] = file;
  out["repair"] = repair;
  return out;
}

/// (severity, rule, findings), the severest and commonest first.
std::vector<std::tuple<std::string, std::string, std::int64_t>> counts(const ValidationReport& report,
                                                                       const Definition& d) {
  std::map<std::tuple<Severity, Rule, std::int32_t>, std::pair<std::int64_t, const Finding*>> found;
  for (const Finding& f : report.findings) {
    auto& entry = found[{f.severity, f.rule, f.check}];
    ++entry.first;
    entry.second = &f;
  }
  std::vector<std::tuple<std::string, std::string, std::int64_t>> out;
  for (const auto& [key, entry] : found)
    out.emplace_back(std::string(name_of(std::get<0>(key))), rule_name(d, *entry.second), entry.first);
  std::ranges::stable_sort(out, [](const auto& a, const auto& b) {
    return std::get<0>(a) == std::get<0>(b) && std::get<2>(a) > std::get<2>(b);
  });
  return out;
}

std::int64_t rows_with_findings(const ValidationReport& report) {
  std::int64_t n = 0, last = -1;
  for (const Finding& f : report.findings) {
    n += f.row != last;
    last = f.row;
  }
  return n;
}

std::vector<std::int64_t> rows_with(const PolicyResult& result, const std::string& fate) {
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < result.fates.size(); ++i)
    if (name_of(result.fates[i]) == fate) out.push_back(static_cast<std::int64_t>(i));
  return out;
}

ValidateOptions options_of(std::optional<Range> window, std::optional<std::int32_t> today,
                           const std::optional<QualityRules>& quality) {
  ValidateOptions options;
  if (window) options.window = WindowInstants{window->first, window->second};
  options.today = today;
  options.quality = quality;
  return options;
}

py::object window_of(const Definition& d) {
  if (!d.window) return py::none();
  return py::make_tuple(d.window->timezone, d.window->opens, d.window->closes);
}

}  // namespace

void bind_validation(py::module_& m) {
  py::class_<ValidationReport>(m, "ValidationReport")
      .def_readonly("rows", &ValidationReport::rows)
      .def("__len__", [](const ValidationReport& r) { return r.findings.size(); })
      .def("columns", &columns, py::arg("definition"), py::arg("responses"), py::arg("language"), py::arg("range"),
           py::arg("open_answers"))
      .def("counts", &counts, py::arg("definition"))
      .def_property_readonly("rows_with_findings", &rows_with_findings);
  py::class_<PolicyResult>(m, "PolicyResult")
      .def_readonly("blanked", &PolicyResult::blanked)
      .def_property_readonly("counts", [](const PolicyResult& p) { return p.counts; })
      .def_property_readonly("accepted", [](const PolicyResult& p) { return std::make_shared<Responses>(p.accepted); })
      .def_property_readonly("actions",
                             [](const PolicyResult& p) {
                               std::vector<std::string> out;
                               for (const Action a : p.actions) out.emplace_back(name_of(a));
                               return out;
                             })
      .def_readonly("decided_by", &PolicyResult::decided_by)
      .def("rows", &rows_with, py::arg("fate"));
  m.def("window_of", &window_of, py::arg("definition"));
  m.def(
      "validate",
      [](const Definition& definition, const Responses& responses, std::optional<Range> window,
         std::optional<std::int32_t> today, const std::optional<QualityRules>& quality, const py::object& progress) {
        ValidateOptions options = options_of(window, today, quality);
        options.progress = told_in_python(progress);
        const py::gil_scoped_release release;
        return validate(definition, responses, options);
      },
      py::arg("definition"), py::arg("responses"), py::arg("window"), py::arg("today"), py::arg("quality"),
      py::arg("progress") = py::none());
  m.def("apply_default_policy", &apply_default_policy, py::arg("definition"), py::arg("responses"), py::arg("report"),
        py::call_guard<py::gil_scoped_release>());
  m.def(
      "select_rows",
      [](const Responses& responses, const std::vector<std::int64_t>& rows) {
        return std::make_shared<Responses>(select_rows(responses, rows));
      },
      py::arg("responses"), py::arg("rows"), py::call_guard<py::gil_scoped_release>());
  m.def("rules", [] {
    std::vector<std::tuple<std::string, std::string, bool>> out;
    for (const RuleInfo& r : all_rules())
      if (!r.on_request) out.emplace_back(r.name, name_of(r.severity), r.of_question);
    return out;
  });
  m.def("rules_on_request", [] {
    std::vector<std::tuple<std::string, std::string, bool>> out;
    for (const RuleInfo& r : all_rules())
      if (r.on_request) out.emplace_back(r.name, name_of(r.severity), r.of_question);
    return out;
  });
}
