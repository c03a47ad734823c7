#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/design/save_design.hpp"
#include "enkat/table/convert.hpp"

namespace py = pybind11;
using namespace enkat;

void bind_saving(py::module_& m) {
  const auto released = py::call_guard<py::gil_scoped_release>();
  m.def("save_design", &save_design, py::arg("design"), released);
  m.def("load_design", [](const std::string& json) { return load_design(json); }, py::arg("json"), released);
  m.def(
      "number_categories", [](const Numbers& numbers) { return categories_of(numbers); }, py::arg("numbers"), released);
}
