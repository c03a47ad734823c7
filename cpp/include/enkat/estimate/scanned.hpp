#pragma once
#include <span>

#include "enkat/estimate/crosstab.hpp"
#include "enkat/state/scan.hpp"

namespace enkat {

/// Estimates from what a scan has found: the same statistics on the same totals as the functions that read all rows at
/// once, in the same order. Domains are those of the scan.
///
/// Throws enkat::Error (design) where the scan added up something else.  Checked by: tests/cpp/state/test_scan.cpp,
/// tests/property/test_scan_chunks.py
[[nodiscard]] Estimates mean(const Scanned& scan, DesignEffect deff = DesignEffect::none, int threads = 0);
[[nodiscard]] Estimates total(const Scanned& scan, DesignEffect deff = DesignEffect::none, int threads = 0);
/// The first `numerators` variables over the others.
[[nodiscard]] Estimates ratio(const Scanned& scan, std::size_t numerators, int threads = 0);
[[nodiscard]] Crosstab crosstab(const Scanned& scan, std::span<const std::int32_t> whole = {}, int threads = 0);

}  // namespace enkat
