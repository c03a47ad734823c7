#pragma once
#include <pybind11/pybind11.h>

#include "enkat/base/progress.hpp"

/// A Python function of (done, all), or None, as the engine's callback. The function must outlive it.
inline enkat::Progress told_in_python(const pybind11::object& function) {
  if (function.is_none()) return {};
  return [f = pybind11::handle(function)](std::int64_t done, std::int64_t all) {
    const pybind11::gil_scoped_acquire acquire;
    f(done, all);
  };
}
