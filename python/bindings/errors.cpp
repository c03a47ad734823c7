#include <string>
#include <thread>

#include "bind.hpp"
#include "enkat/base/error.hpp"
#include "enkat/base/interrupt.hpp"

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

/// The thread that imported the module: Python's main one, the only one that has signals.
std::thread::id main_thread;

/// Asks Python for signals. Other threads must not: the main one may wait for them with the interpreter's lock held.
/// An error that a handler raised stays set.
bool signalled() {
  if (std::this_thread::get_id() != main_thread) return false;
  const py::gil_scoped_acquire acquire;
  return PyErr_CheckSignals() != 0;
}

}  // namespace

void bind_errors(py::module_&) {
  main_thread = std::this_thread::get_id();
  enkat::set_interrupt_check(&signalled);
  py::register_exception_translator([](std::exception_ptr p) {
    try {
      if (p) std::rethrow_exception(p);
    } catch (const enkat::Interrupted&) {
      if (!PyErr_Occurred()) PyErr_SetNone(PyExc_KeyboardInterrupt);
    } catch (const enkat::Error& e) {
      const py::object type = py::module_::import("enkat.errors").attr(class_name(e.code()));
      PyErr_SetObject(type.ptr(), py::str(e.what()).ptr());
    }
  });
}
