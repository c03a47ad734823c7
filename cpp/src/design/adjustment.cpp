#include "enkat/design/adjustment.hpp"

#include <algorithm>

#include "enkat/base/parallel.hpp"
#include "enkat/design/design.hpp"

namespace enkat {
namespace {

std::vector<std::int32_t> widened(const Codes& codes) {
  return codes.visit([]<class T>(std::span<const T> v) {
    std::vector<std::int32_t> out(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) out[i] = v[i] == missing_code<T> ? -1 : static_cast<std::int32_t>(v[i]);
    return out;
  });
}

template <class T>
std::vector<T> gathered(const std::vector<T>& values, const std::vector<std::int32_t>& at) {
  std::vector<T> out(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) out[i] = values[static_cast<std::size_t>(at[i])];
  return out;
}

/// Rows without a cell have weight 0 and may stand in any.
Codes complete(Codes codes) {
  const bool whole = codes.visit(  // to the end: counting is quicker than looking for the first
      []<class T>(std::span<const T> v) { return std::count(v.begin(), v.end(), missing_code<T>) == 0; });
  if (whole) return codes;
  std::vector<std::int32_t> cell = widened(codes);
  for (std::int32_t& c : cell) c = c < 0 ? 0 : c;
  return {cell, codes.levels()};
}

void refine(AdjustmentRecord& record, const std::vector<std::int32_t>& old_cell) {
  for (AdjustmentStep& step : record.steps) {
    step.class_of_cell = gathered(step.class_of_cell, old_cell);
    step.before = gathered(step.before, old_cell);
    step.after = gathered(step.after, old_cell);
  }
}

/// A record on classes, with its weights by row.
RowRecord on_rows(const AdjustmentRecord& record, const Codes& cell, const std::vector<double>& base) {
  RowRecord out{record.method, {}, record.rounds};
  const std::vector<std::int32_t> at = widened(cell);
  for (const AdjustmentStep& step : record.steps) {
    auto row = std::make_shared<RowStep>();
    row->plain = step.plain;
    std::vector<std::int32_t> classes(at.size());
    row->before.resize(at.size());
    row->after.resize(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
      const auto c = static_cast<std::size_t>(at[i]);
      classes[i] = step.class_of_cell[c];
      row->before[i] = base[i] * step.before[c];
      row->after[i] = base[i] * step.after[c];
    }
    row->classes = Codes(classes, step.classes);
    out.steps.push_back(std::move(row));
  }
  return out;
}

/// The records so far by row.
std::vector<RowRecord> row_records(const Design& design) {
  const Adjustments* a = design.adjustments();
  if (!a) return {};
  if (a->by_rows()) return a->row_records;
  std::vector<double> base(design.weights().begin(), design.weights().end());
  a->cell.visit([&](auto cell) {
    for (std::size_t i = 0; i < base.size(); ++i) base[i] = base[i] != 0 ? base[i] / a->factor[cell[i]] : 0.0;
  });
  std::vector<RowRecord> out;
  for (const AdjustmentRecord& r : a->records) out.push_back(on_rows(r, a->cell, base));
  return out;
}

/// Appends a record on `cell` to the adjustments so far (nullptr: none), refining the joint cells.
std::shared_ptr<const Adjustments> append(const Adjustments* so_far, Codes cell, const std::vector<double>& factor,
                                          AdjustmentRecord record) {
  auto out = std::make_shared<Adjustments>();
  if (!so_far) {
    *out = {std::move(cell), factor, {std::move(record)}, {}};
    return out;
  }
  const Codes* both[] = {&so_far->cell, &cell};
  JointCells joint = joint_cells(both);
  const std::vector<double> before = gathered(so_far->factor, joint.member[0]);
  out->records = so_far->records;
  for (AdjustmentRecord& r : out->records) refine(r, joint.member[0]);
  refine(record, joint.member[1]);
  for (AdjustmentStep& step : record.steps) {
    for (std::size_t k = 0; k < before.size(); ++k) {
      step.before[k] *= before[k];
      step.after[k] *= before[k];
    }
  }
  out->records.push_back(std::move(record));
  out->factor = gathered(factor, joint.member[1]);
  for (std::size_t k = 0; k < before.size(); ++k) out->factor[k] *= before[k];
  out->cell = std::move(joint.cell);
  return out;
}

}  // namespace

Design adjusted(const Design& design, Codes margin_cell, const std::vector<double>& factor, AdjustmentRecord record,
                int threads) {
  Codes cell = complete(std::move(margin_cell));
  const std::span<const double> before = design.weights();
  const std::shared_ptr<double[]> weights(new double[before.size()]);  // filled below, by every thread its own
  constexpr std::size_t block = 1 << 16;
  for_blocks(static_cast<std::int64_t>((before.size() + block - 1) / block), threads, [&](std::int64_t b) {
    const std::size_t begin = static_cast<std::size_t>(b) * block, end = std::min(begin + block, before.size());
    cell.visit([&](auto code) {
      for (std::size_t i = begin; i < end; ++i) weights[i] = before[i] * factor[code[i]];
    });
  });
  if (design.adjustments() && design.adjustments()->by_rows())
    return adjusted(design, std::vector<double>(weights.get(), weights.get() + before.size()),
                    on_rows(record, cell, {design.weights().begin(), design.weights().end()}));
  return design.reweighted(weights, append(design.adjustments(), std::move(cell), factor, std::move(record)), threads);
}

Design adjusted(const Design& design, std::vector<double> weights, RowRecord record) {
  auto out = std::make_shared<Adjustments>();
  out->row_records = row_records(design);
  out->row_records.push_back(std::move(record));
  return design.reweighted(std::move(weights), std::move(out));
}

}  // namespace enkat
