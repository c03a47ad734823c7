#include <string>

#include "bind.hpp"
#include "enkat/base/error.hpp"

namespace py = pybind11;

namespace {

/// The Python class of an error code; the classes themselves live in enkat/errors.py, which imports nothing.
const char* class_name(enkat::ErrorCode code) {
  switch (code) {
    case enkat::ErrorCode::definition:
      return "DefinitionError";
    case enkat::ErrorCode::data:
      return "DataError";
    case enkat::ErrorCode::design:
      return "DesignError";
    case enkat::ErrorCode::convergence:
      return "ConvergenceError";
    case enkat::ErrorCode::disclosure:
      return "DisclosureError";
  }
  return "SurveyError";
}

}  // namespace

void bind_errors(py::module_&) {
  py::register_exception_translator([](std::exception_ptr p) {
    try {
      if (p) std::rethrow_exception(p);
    } catch (const enkat::Error& e) {
      const py::object type = py::module_::import("enkat.errors").attr(class_name(e.code()));
      PyErr_SetObject(type.ptr(), py::str(e.what()).ptr());
    }
  });
}
