#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "enkat/estimate/quantile.hpp"
#include "enkat/state/scan.hpp"

namespace enkat {

struct ScanQuantileOptions {
  QuantileRule rule = QuantileRule::math;
  QuantileInterval interval = QuantileInterval::mean;  ///< score is refused: it needs a pass for every bit
  double level = 0.95;
  std::optional<double> df = {};
  std::vector<LevelOrder> by_order = {};
  std::int64_t most_rows = 1 << 22;  ///< rows that may be held at a time
  int threads = 0;
};

/// Quantiles of rows that are read several times, in chunks, equal to those of all rows at once: the same rules, ties
/// in the order of the rows, Woodruff intervals.
///
/// The first pass counts rows and weights in ranges of values; further passes narrow the ranges that hold a wanted row
/// until its rows fit into memory (a range of one value need not: its rows are walked through); one pass finds the
/// shares at or below the quantiles with their errors; the limits are looked for as the quantiles were.
///
///   while (!scan.done()) { design.begin(); for (chunk) scan.add(...); design.settle(); scan.end(design); }
///
/// Cost: four to six passes. Memory: ranges by domain, `most_rows` rows, clusters x shares.
/// Throws: enkat::Error (design) for a share outside (0, 1) and the score interval.
/// Checked by: tests/cpp/estimate/test_scan_quantile.cpp, tests/property/test_scan_chunks.py
class QuantileScan {
 public:
  QuantileScan(std::vector<double> probs, ScanQuantileOptions options);
  ~QuantileScan();
  QuantileScan(QuantileScan&&) noexcept;
  QuantileScan& operator=(QuantileScan&&) noexcept;

  [[nodiscard]] bool done() const;
  /// `variables` and `by` are always the same ones, chunks those of the first pass.
  void add(ScannedDesign& design, const ScanChunk& chunk, std::span<const Numbers* const> variables,
           std::span<const Categories* const> by);
  void end(const ScannedDesign& design);

  /// The quantiles, as `quantile` orders them.
  [[nodiscard]] Quantiles result() const;
  /// Domains, missing values and degrees of freedom: what a Scan of the same variables finds, its totals aside.
  [[nodiscard]] const Scanned& found() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace enkat
