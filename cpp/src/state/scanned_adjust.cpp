#include "enkat/base/error.hpp"
#include "enkat/state/scanned_design.hpp"

// Weight adjustments on classes of a design that is read in chunks: they are made on the joint cells, which a pass has
// added up; every later pass multiplies the weights of its rows and adds them up by cluster and cell.

namespace enkat {

ScannedDesign ScannedDesign::adjusted(const Design& cells, std::span<const Categories* const> columns) const {
  if (!settled_ || adjustments_)
    throw Error(ErrorCode::design, "expected a sample that has been read completely, as it was before any adjustment",
                "adjusted");
  const Adjustments* a = cells.adjustments();
  if (!a || a->by_rows()) throw Error(ErrorCode::design, "expected an adjustment on classes", "adjusted");
  constexpr double most = double{1 << 27};
  if (!rows_are_units_ && static_cast<double>(units()) * static_cast<double>(a->cells()) > most)
    throw Error(ErrorCode::design,
                std::to_string(a->cells()) + " joint cells of the margins in " + std::to_string(units()) +
                    " clusters need more than 1 GiB; merge categories or give fewer margins",
                "margins");
  ScannedDesign out = *this;
  out.adjustments_ = std::make_shared<const Adjustments>(*a);
  out.cells_ = SeenGroups(columns.size(), {}, {});
  const Codes joint = out.cells_.codes_of(columns);
  out.cell_.assign(static_cast<std::size_t>(out.cells_.size()), -1);
  for (std::int64_t i = 0; i < joint.size(); ++i)
    if (joint.at(i) >= 0) out.cell_[static_cast<std::size_t>(joint.at(i))] = a->cell.at(i);
  out.cells_settled_ = false;
  out.begin();
  return out;
}

void ScannedDesign::adjust(const ScanChunk& chunk, const Codes& unit, std::vector<double>& weights) {
  if (chunk.cells.size() != cells_.variables())
    throw Error(ErrorCode::design, "the chunk lacks columns that the weights were adjusted on", "chunk");
  const Codes joint = cells_.codes_of(chunk.cells);
  cell_.resize(static_cast<std::size_t>(cells_.size()), -1);
  std::vector<std::int32_t> cell(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::int32_t k = joint.at(static_cast<std::int64_t>(i));
    cell[i] = k < 0 ? -1 : cell_[static_cast<std::size_t>(k)];
    if (cell[i] < 0 && weights[i] != 0)
      throw Error(ErrorCode::design,
                  "row " + std::to_string(at_row_ + static_cast<std::int64_t>(i) + 1) +
                      " has none of the cells that the weights were adjusted on, expected the same rows in every pass",
                  "weights");
    cell[i] = cell[i] < 0 ? 0 : cell[i];
    weights[i] *= adjustments_->factor[static_cast<std::size_t>(cell[i])];
  }
  chunk_cell_ = Codes(cell, static_cast<std::int64_t>(adjustments_->cells()));
  if (!cells_settled_) add_cells(unit, weights);
}

void ScannedDesign::add_cells(const Codes& unit, const std::vector<double>& weights) {
  const std::size_t cells = adjustments_->cells();
  chunk_cell_.visit([&](auto cell) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      cell_rows_[cell[i]] += weights[i] != 0;
      cell_weight_[cell[i]] += weights[i];
    }
    if (rows_are_units_) return;
    unit.visit([&](auto u) {
      for (std::size_t i = 0; i < weights.size(); ++i) unit_weight_[u[i] * cells + cell[i]] += weights[i];
    });
  });
}

}  // namespace enkat
