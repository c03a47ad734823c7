#pragma once
#include <pybind11/pybind11.h>

#include <vector>

#include "enkat/design/groups.hpp"
#include "enkat/estimate/estimates.hpp"

// Arguments that several estimators take, from Python's objects.

/// A list of _core.Numbers.
inline std::vector<const enkat::Numbers*> numbers_of(const pybind11::list& data) {
  std::vector<const enkat::Numbers*> out;
  for (const pybind11::handle& d : data) out.push_back(&d.cast<const enkat::Numbers&>());
  return out;
}

inline enkat::EstimateOptions domains_of(const enkat::Groups* by, int threads) {
  return {by ? &by->code : nullptr, enkat::DesignEffect::none, threads};
}
