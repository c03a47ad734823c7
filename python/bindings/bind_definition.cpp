// The questionnaire: a Definition is loaded, checked and saved in C++; Python reads its JSON.
#include <pybind11/stl.h>

#include "bind.hpp"
#include "enkat/definition/load.hpp"

namespace py = pybind11;
using namespace enkat;

namespace {

constexpr const char* op_names[] = {
    "number", "string", "list",     "name",     "row",   "+",    "-",   "*",     "/",
    "negate", "==",     "!=",       "<",        "<=",    ">",    ">=",  "in",    "and",
    "or",     "not",    "selected", "answered", "count", "rank", "len", "today", "submitted"};

/// The nodes in postfix order, each (operator, value, children): the value is a number, a string, a name, or
/// (question, row); children are indices of earlier nodes.
py::list nodes(const std::string& source, const std::string& where) {
  py::list out;
  for (const ExprNode& n : parse_expression(source, where).nodes) {
    py::object value = py::none();
    if (n.op == Op::number) value = py::float_(n.number);
    if (n.op == Op::string || n.op == Op::name) value = py::str(n.text);
    if (n.op == Op::row) value = py::make_tuple(n.text, n.row);
    out.append(py::make_tuple(op_names[static_cast<int>(n.op)], value, py::tuple(py::cast(n.children))));
  }
  return out;
}

Definition load(const std::string& json) {
  const py::gil_scoped_release release;
  return load_definition(json);
}

}  // namespace

void bind_definition(py::module_& m) {
  py::class_<Definition>(m, "Definition")
      .def_static("load", &load, py::arg("json"))
      .def("save", &save_definition)
      .def_readonly("warnings", &Definition::warnings)
      .def(py::pickle([](const Definition& d) { return save_definition(d); },
                      [](const std::string& json) { return load_definition(json); }));
  m.def("parse_expression", &nodes, py::arg("source"), py::arg("where") = "");
}
