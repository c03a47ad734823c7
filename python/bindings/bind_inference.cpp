#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/base/quadratic_form.hpp"
#include "enkat/inference/gof.hpp"
#include "enkat/inference/multiplicity.hpp"
#include "enkat/inference/rao_scott.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

py::dict as_dict(const Test& t) {
  py::dict out;
  out["statistic"] = t.statistic;
  out["df"] = t.df;
  out["ddf"] = t.ddf;
  out["scale"] = t.scale;
  out["p_value"] = t.p_value;
  out["estimate"] = t.estimate;
  out["se"] = t.se;
  return out;
}

py::dict rao_scott_of(const Design& design, const Categories& row, const Categories& column,
                      const std::string& statistic, int threads) {
  const AssociationTest t = [&] {
    const py::gil_scoped_release release;
    return rao_scott(design, {&row.codes, nullptr}, {&column.codes, nullptr}, parse_test_statistic(statistic), threads);
  }();
  py::dict out = as_dict(t.test);
  out["pearson"] = t.pearson;
  out["eigenvalues"] = t.eigenvalues;
  out["n"] = t.n;
  out["rows"] = t.rows;
  out["columns"] = t.columns;
  out["observed"] = t.observed;
  out["expected"] = t.expected;
  out["residual"] = t.residual;
  out["standardized"] = t.standardized;
  out["z"] = t.z;
  return out;
}

py::dict gof_of(const Design& design, const Categories& variable, const std::vector<double>& p,
                const std::string& statistic, int threads) {
  const FitTest t = [&] {
    const py::gil_scoped_release release;
    return gof(design, {&variable.codes, nullptr}, p, parse_test_statistic(statistic), threads);
  }();
  py::dict out = as_dict(t.test);
  out["pearson"] = t.pearson;
  out["eigenvalues"] = t.eigenvalues;
  out["n"] = t.n;
  out["observed"] = t.observed;
  out["expected"] = t.expected;
  out["residual"] = t.residual;
  out["z"] = t.z;
  return out;
}

}  // namespace

void bind_inference(py::module_& m) {
  m.def(
      "adjust_p",
      [](const std::vector<double>& p, const std::string& method) { return adjust_p(p, parse_adjustment(method)); },
      py::arg("p"), py::arg("method"));
  m.def("rao_scott", &rao_scott_of, py::arg("design"), py::arg("row"), py::arg("column"), py::arg("statistic"),
        py::arg("threads"));
  m.def("gof", &gof_of, py::arg("design"), py::arg("variable"), py::arg("p"), py::arg("statistic"), py::arg("threads"));
  m.def(
      "quadratic_form_upper",
      [](const std::vector<double>& a, double x, double ddf) { return quadratic_form_upper(a, x, ddf); }, py::arg("a"),
      py::arg("x"), py::arg("ddf"));
  m.def(
      "quadratic_form_saddlepoint",
      [](const std::vector<double>& a, double x, double ddf) { return quadratic_form_saddlepoint(a, x, ddf); },
      py::arg("a"), py::arg("x"), py::arg("ddf"));
}
