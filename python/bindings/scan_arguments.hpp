#pragma once
#include <pybind11/pybind11.h>

#include <string>
#include <vector>

#include "enkat/inference/rao_scott.hpp"
#include "enkat/state/scanned_design.hpp"

// What the bindings of scans share with those of designs read at once.

/// The columns of a chunk; Python keeps them alive.
struct PyChunk {
  std::int64_t rows = 0;
  const enkat::Numbers* weights = nullptr;
  std::vector<const enkat::Categories*> clusters, strata;
  std::vector<const enkat::Numbers*> fpc;
  std::vector<std::uint8_t> domain;
  std::vector<const enkat::Categories*> cells;

  [[nodiscard]] enkat::ScanChunk view() const {
    enkat::ScanChunk out{rows, weights, {}, domain, cells};
    out.stages.resize(std::max({clusters.size(), strata.size(), fpc.size(), std::size_t{1}}));
    for (std::size_t k = 0; k < clusters.size(); ++k) out.stages[k].clusters = clusters[k];
    for (std::size_t k = 0; k < strata.size(); ++k) out.stages[k].strata = strata[k];
    for (std::size_t k = 0; k < fpc.size(); ++k) out.stages[k].fpc = fpc[k];
    return out;
  }
};

inline enkat::Lonely scan_lonely(const std::string& name) {
  if (name == "remove") return enkat::Lonely::remove;
  if (name == "certainty") return enkat::Lonely::certainty;
  if (name == "adjust") return enkat::Lonely::adjust;
  return name == "average" ? enkat::Lonely::average : enkat::Lonely::fail;  // scanning.py has checked the name
}

/// bind_inference.cpp: the test and its table as a dict.
[[nodiscard]] pybind11::dict association(const enkat::AssociationTest& test);
