#pragma once
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "enkat/models/model_matrix.hpp"

/// Terms as lists of (name, Numbers or Categories, whether every level has a column).
inline std::vector<enkat::ModelTerm> terms_of(const pybind11::list& terms) {
  namespace py = pybind11;
  using namespace enkat;
  std::vector<ModelTerm> out;
  for (const py::handle& term : terms) {
    ModelTerm t;
    for (const py::handle& variable : py::reinterpret_borrow<py::list>(term)) {
      const auto v = variable.cast<py::tuple>();
      ModelVariable m{v[0].cast<std::string>(), nullptr, nullptr, v[2].cast<bool>()};
      if (py::isinstance<Numbers>(v[1]))
        m.number = &v[1].cast<const Numbers&>();
      else
        m.factor = &v[1].cast<const Categories&>();
      t.variables.push_back(std::move(m));
    }
    out.push_back(std::move(t));
  }
  return out;
}
