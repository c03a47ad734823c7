#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/estimate/gini.hpp"
#include "enkat/estimate/poverty.hpp"
#include "enkat/estimate/quintile_share.hpp"
#include "enkat/estimate/standardize.hpp"
#include "estimate_arguments.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

Variable variable_of(const py::handle& data) {
  if (py::isinstance<Numbers>(data)) return {&data.cast<const Numbers&>(), {}};
  if (py::isinstance<OptionSet>(data)) return {nullptr, {nullptr, &data.cast<const OptionSet&>()}};
  return {nullptr, {&data.cast<const Categories&>().codes, nullptr}};
}

}  // namespace

void bind_inequality(py::module_& m) {
  py::class_<PovertyRates>(m, "PovertyRates")
      .def_readonly("estimates", &PovertyRates::estimates)
      .def_readonly("threshold", &PovertyRates::threshold);
  m.def(
      "gini",
      [](const Design& d, const py::list& variables, const Groups* by, int threads) {
        const auto v = numbers_of(variables);
        const py::gil_scoped_release release;
        return gini(d, v, domains_of(by, threads));
      },
      py::arg("design"), py::arg("variables"), py::arg("by").none(true), py::arg("threads"));
  m.def(
      "quintile_share",
      [](const Design& d, const py::list& variables, double share, bool smooth, const Groups* by, int threads) {
        const auto v = numbers_of(variables);
        const auto definition = smooth ? QuintileDefinition::smooth : QuintileDefinition::indicator;
        const py::gil_scoped_release release;
        return quintile_share(d, v, share, definition, domains_of(by, threads));
      },
      py::arg("design"), py::arg("variables"), py::arg("share"), py::arg("smooth"), py::arg("by").none(true),
      py::arg("threads"));
  m.def(
      "poverty",
      [](const Design& d, const Numbers& variable, double fraction, double of, std::optional<double> threshold,
         const Groups* by, int threads) {
        const py::gil_scoped_release release;
        return poverty(d, variable, {fraction, of, threshold}, domains_of(by, threads));
      },
      py::arg("design"), py::arg("variable"), py::arg("fraction"), py::arg("of"), py::arg("threshold").none(true),
      py::arg("by").none(true), py::arg("threads"));
  m.def(
      "standardize",
      [](const Design& d, const py::list& variables, const Categories& classes, const std::vector<double>& standard,
         const Groups* by, int threads) {
        std::vector<Variable> v;
        for (const py::handle& h : variables) v.push_back(variable_of(h));
        const py::gil_scoped_release release;
        return standardize(d, v, classes.codes, standard, domains_of(by, threads));
      },
      py::arg("design"), py::arg("variables"), py::arg("classes"), py::arg("standard"), py::arg("by").none(true),
      py::arg("threads"));
}
