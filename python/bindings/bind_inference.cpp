#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/inference/multiplicity.hpp"

namespace py = pybind11;
using namespace enkat;

void bind_inference(py::module_& m) {
  m.def(
      "adjust_p",
      [](const std::vector<double>& p, const std::string& method) { return adjust_p(p, parse_adjustment(method)); },
      py::arg("p"), py::arg("method"));
}
