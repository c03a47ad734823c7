#include "enkat/weighting/rake.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"

namespace enkat {
namespace {

/// Raking goes through its margins this often when residuals are taken, as reference/README states.
constexpr int residual_rounds = 10;

double sum_of(const std::vector<double>& v) {
  double s = 0;
  for (const double x : v)
    if (!std::isnan(x)) s += x;
  return s;
}

void check_totals(const std::vector<Margin>& margins) {
  const double first = sum_of(margins[0].targets);
  for (const Margin& m : margins) {
    const double sum = sum_of(m.targets);
    if (std::abs(sum - first) <= 1e-6 * first) continue;
    std::ostringstream text;
    text.precision(12);
    text << "its targets sum to " << sum << ", those of '" << margins[0].name << "' to " << first
         << "; no weights can meet both, expected one population total";
    throw Error(ErrorCode::design, text.str(), "margin '" + m.name + "'");
  }
}

/// Weights by joint cell and the sweeps over them.
struct Cells {
  JointCells joint;
  std::vector<double> base, now;
  std::int64_t rows_without = 0;  ///< of non-zero weight that lack a category

  Cells(const Design& design, const std::vector<Margin>& margins, int threads) : joint(margin_cells(margins, threads)) {
    const std::span<const double> d = design.weights();
    const std::int64_t cells = joint.cell.levels(), lanes = lanes_for(design.rows(), 8 * cells);
    struct Lane {
      std::vector<double> sum;
      std::int64_t without = 0;
    };
    std::vector<Lane> lane(static_cast<std::size_t>(lanes));
    for_blocks(lanes, threads, [&](std::int64_t k) {
      Lane& own = lane[static_cast<std::size_t>(k)];
      own.sum.assign(static_cast<std::size_t>(cells), 0);
      const auto end = static_cast<std::size_t>(lane_begin(k + 1, lanes, design.rows()));
      joint.cell.visit([&]<class T>(std::span<const T> cell) {
        for (auto i = static_cast<std::size_t>(lane_begin(k, lanes, design.rows())); i < end; ++i) {
          if (cell[i] != missing_code<T>)
            own.sum[cell[i]] += d[i];
          else
            own.without += d[i] != 0;
        }
      });
    });
    base = std::move(lane[0].sum);
    rows_without = lane[0].without;
    for (std::size_t k = 1; k < lane.size(); ++k) {
      rows_without += lane[k].without;
      for (std::size_t c = 0; c < base.size(); ++c) base[c] += lane[k].sum[c];
    }
    now = base;
  }

  [[nodiscard]] std::vector<double> class_sums(std::size_t margin, std::size_t classes) const {
    std::vector<double> sum(classes, 0);
    for (std::size_t c = 0; c < now.size(); ++c) sum[static_cast<std::size_t>(joint.member[margin][c])] += now[c];
    return sum;
  }
  /// Meets one margin.
  void meet(std::size_t margin, const std::vector<double>& targets) {
    std::vector<double> factor = class_sums(margin, targets.size());
    for (std::size_t k = 0; k < factor.size(); ++k) factor[k] = factor[k] > 0 ? targets[k] / factor[k] : 1;
    for (std::size_t c = 0; c < now.size(); ++c) now[c] *= factor[static_cast<std::size_t>(joint.member[margin][c])];
  }
  [[nodiscard]] std::vector<double> factors(const std::vector<double>& weights) const {
    std::vector<double> f(weights.size(), 1);
    for (std::size_t c = 0; c < weights.size(); ++c)
      if (base[c] > 0) f[c] = weights[c] / base[c];
    return f;
  }
};

AdjustmentStep step_of(const Cells& cells, std::size_t margin, std::size_t classes, std::vector<double> after) {
  AdjustmentStep step;
  step.class_of_cell = cells.joint.member[margin];
  step.classes = static_cast<std::int32_t>(classes);
  step.before.assign(after.size(), 1);
  step.after = std::move(after);
  step.plain = true;
  return step;
}

void check_lengths(const std::vector<Margin>& margins, std::int64_t rows) {
  for (const Margin& m : margins)
    if (m.categories->codes.size() != rows)
      throw Error(ErrorCode::design,
                  "has " + std::to_string(m.categories->codes.size()) + " rows, expected " + std::to_string(rows),
                  "margin '" + m.name + "'");
}

double largest_change(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t c = 0; c < a.size(); ++c) most = std::max(most, std::abs(a[c] - b[c]));
  return most;
}

}  // namespace

RakeResult rake(const Design& design, const std::vector<Margin>& margins, const RakeOptions& options) {
  if (margins.empty()) throw Error(ErrorCode::design, "no margin given, expected at least one", "margins");
  check_lengths(margins, design.rows());
  Cells cells(design, margins, options.threads);
  for (std::size_t m = 0; m < margins.size(); ++m) {
    if (cells.rows_without > 0) check_margin(margins[m], design.weights());  // says which rows
    check_targets(margins[m], cells.class_sums(m, margins[m].targets.size()));
  }
  check_totals(margins);
  RakeResult out{design, false, 0, {}, {}};
  AdjustmentRecord record{"rake", {}, residual_rounds};
  std::vector<std::vector<double>> after(margins.size());  // every margin of the last round, weights by cell
  while (out.rounds < options.max_rounds && !out.converged) {
    const std::vector<double> before = cells.now;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      cells.meet(m, margins[m].targets);
      after[m] = cells.now;
    }
    ++out.rounds;
    const double total = sum_of(cells.now);
    out.largest_move.push_back(largest_change(before, cells.now) / total);
    out.converged = out.largest_move.back() < options.tolerance;
  }
  for (std::size_t m = 0; m < margins.size(); ++m) {
    record.steps.push_back(step_of(cells, m, margins[m].targets.size(), cells.factors(after[m])));
    const std::vector<double> got = cells.class_sums(m, margins[m].targets.size());
    double gap = 0;
    for (std::size_t k = 0; k < got.size(); ++k)
      if (!std::isnan(margins[m].targets[k])) gap = std::max(gap, std::abs(got[k] - margins[m].targets[k]));
    out.max_gap.push_back(gap / sum_of(got));
  }
  out.design = adjusted(design, cells.joint.cell, cells.factors(cells.now), std::move(record), options.threads);
  return out;
}

}  // namespace enkat
