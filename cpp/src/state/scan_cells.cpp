#include "enkat/design/save_design.hpp"
#include "enkat/design/scanned_adjustments.hpp"
#include "enkat/state/scan.hpp"
#include "mapped_totals.hpp"

// Adjusted weights where every row is a unit of its own. The residual of row i is e_i = w_i (z_i - b_cell(i)), and b is
// known when all rows have been read: so moments of w z are kept by domain and cell, and those of w alone for the rows
// that take part in no domain, which have residuals too. See variance/moments_by_cell.cpp.

namespace enkat {
namespace {

/// The chunk with weight 1 wherever its weight is not zero, in one stratum.
Design unweighted(const Design& chunk) {
  DesignParts parts;
  parts.trusted = true;
  parts.rows = chunk.rows();
  for (const double w : chunk.weights()) parts.weights.push_back(w != 0 ? 1.0 : 0.0);
  parts.stages.emplace_back();
  parts.stages[0].stratum.assign(static_cast<std::size_t>(chunk.rows()), 0);
  if (!chunk.domain().empty()) parts.domain.emplace(chunk.domain().begin(), chunk.domain().end());
  return Design::restored(std::move(parts));
}

}  // namespace

namespace detail {

std::vector<std::uint8_t> complete_rows(const std::vector<Block>& blocks, std::int64_t rows) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(rows), 1);
  const auto present = [&](const std::vector<std::uint8_t>& valid) {
    for (std::size_t i = 0; i < valid.size(); ++i) out[i] &= valid[i];
  };
  for (const Block& b : blocks) {
    if (b.number) present(b.number->valid);
    for (const Factor& f : {b.first, b.second}) {
      if (f.options) present(f.options->answered);
      if (!f.codes) continue;
      f.codes->visit([&]<class T>(std::span<const T> code) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] &= static_cast<std::uint8_t>(code[i] != missing_code<T>);
      });
    }
  }
  return out;
}

}  // namespace detail

void Scan::grow_plain(Shape now, const std::vector<std::int64_t>& column) {
  now.strata = 1;
  Totals larger = empty(now);
  if (plain_.columns() > 0) detail::add_mapped(larger, plain_, {column, {}, {}});
  plain_ = std::move(larger);
}

void Scan::add_by_cell(const ScannedDesign& design, const Design& chunk, TotalsRequest request) {
  accumulate(plain_, unweighted(chunk), request, 0, chunk.rows());
  const std::size_t cells = design.adjustments()->cells();
  outside_first_.resize(static_cast<std::size_t>(shape_.strata) * cells, 0);
  outside_second_.resize(outside_first_.size(), 0);
  const std::vector<std::uint8_t> complete = detail::complete_rows(request.blocks, chunk.rows());
  const std::span<const double> w = chunk.weights();
  const std::vector<std::int32_t>& stratum = chunk.stages().front().stratum;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    if (complete[i] && request.group->at(row) >= 0 && (chunk.domain().empty() || chunk.domain()[i])) continue;
    const std::size_t at =
        static_cast<std::size_t>(stratum[i]) * cells + static_cast<std::size_t>(design.cells_of_chunk().at(row));
    outside_first_[at] += w[i];
    outside_second_[at] += w[i] * w[i];
  }
}

/// Sums of z and of w z by cell and column of the domains.
void Scan::add_cell_sums(Totals& to, const Totals& ordered, const Totals& plain, std::span<const std::int32_t> place,
                         const Adjustments& adjustments) const {
  const auto columns = static_cast<std::size_t>(to.columns()), width = static_cast<std::size_t>(to.width);
  const auto all = static_cast<std::size_t>(ordered.columns());
  to.cells = static_cast<std::int64_t>(adjustments.cells());
  to.cell_plain.assign(adjustments.cells() * columns, 0);
  to.cell_sum = to.cell_plain;
  for (std::size_t p = 0; p < static_cast<std::size_t>(pairs_.size()); ++p) {
    const std::int32_t g = place[static_cast<std::size_t>(pairs_.first()[p])];
    if (g < 0) continue;
    const std::size_t at = static_cast<std::size_t>(pairs_.second()[p]) * columns + static_cast<std::size_t>(g) * width;
    for (std::size_t z = 0; z < width; ++z) {
      to.cell_plain[at + z] += plain.first[p * width + z];
      for (std::size_t h = 0; h < static_cast<std::size_t>(ordered.strata); ++h)
        to.cell_sum[at + z] += ordered.first[h * all + p * width + z];
    }
  }
}

Design Scan::with_moments(const Design& whole, const Totals& ordered, std::span<const std::int32_t> place) const {
  auto record = std::make_shared<ScannedAdjustments>(*scanned_adjustments(whole));
  MomentsByCell& m = record->moments;
  for (const std::int32_t g : pairs_.first()) m.domain.push_back(place[static_cast<std::size_t>(g)]);
  m.cell = pairs_.second();
  m.width = ordered.width;
  if (one_hot_) m.table_columns = shape_.levels[1];
  m.ones = spec_.kind == ScanKind::table ? ordered.width - 1 : 0;
  m.first = ordered.first;
  m.second = ordered.second;
  m.outside_first = outside_first_;
  m.outside_second = outside_second_;
  return whole.reweighted({}, std::move(record));
}

}  // namespace enkat
