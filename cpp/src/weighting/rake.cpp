#include "enkat/weighting/rake.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "enkat/base/error.hpp"
#include "enkat/base/parallel.hpp"
#include "rake_replicates.hpp"
#include "raking_rounds.hpp"

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

/// Weights by joint cell; `without` counts the rows of non-zero weight that lack a category.
std::vector<double> weights_by_cell(const Design& design, const Codes& cells, std::int64_t& without, int threads) {
  const std::span<const double> d = design.weights();
  const std::int64_t lanes = lanes_for(design.rows(), 8 * cells.levels());
  struct Lane {
    std::vector<double> sum;
    std::int64_t without = 0;
  };
  std::vector<Lane> lane(static_cast<std::size_t>(lanes));
  for_blocks(lanes, threads, [&](std::int64_t k) {
    Lane& own = lane[static_cast<std::size_t>(k)];
    own.sum.assign(static_cast<std::size_t>(cells.levels()), 0);
    const auto end = static_cast<std::size_t>(lane_begin(k + 1, lanes, design.rows()));
    cells.visit([&]<class T>(std::span<const T> cell) {
      for (auto i = static_cast<std::size_t>(lane_begin(k, lanes, design.rows())); i < end; ++i) {
        if (cell[i] != missing_code<T>)
          own.sum[cell[i]] += d[i];
        else
          own.without += d[i] != 0;
      }
    });
  });
  without = lane[0].without;
  for (std::size_t k = 1; k < lane.size(); ++k) {
    without += lane[k].without;
    for (std::size_t c = 0; c < lane[0].sum.size(); ++c) lane[0].sum[c] += lane[k].sum[c];
  }
  return std::move(lane[0].sum);
}

AdjustmentStep step_of(std::vector<std::int32_t> class_of_cell, std::size_t classes, std::vector<double> after) {
  AdjustmentStep step;
  step.class_of_cell = std::move(class_of_cell);
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

/// The largest gap of a margin, relative to its total.
double gap(const Margin& margin, const std::vector<double>& got) {
  double most = 0;
  for (std::size_t k = 0; k < got.size(); ++k)
    if (!std::isnan(margin.targets[k])) most = std::max(most, std::abs(got[k] - margin.targets[k]));
  return most / sum_of(got);
}

}  // namespace

RakeResult rake(const Design& design, const std::vector<Margin>& margins, const RakeOptions& options) {
  if (margins.empty()) throw Error(ErrorCode::design, "no margin given, expected at least one", "margins");
  check_lengths(margins, design.rows());
  const Design sample = design.without_replicates();
  JointCells joint = margin_cells(margins, options.threads);
  std::int64_t without = 0;
  detail::RakingRounds<1> rounds(joint, margins, weights_by_cell(sample, joint.cell, without, options.threads));
  for (std::size_t m = 0; m < margins.size(); ++m) {
    if (without > 0) check_margin(margins[m], sample.weights());  // says which rows
    check_targets(margins[m], rounds.class_sums(m));
  }
  check_totals(margins);
  RakeResult out{sample, false, 0, {}, {}, 0};
  for (; out.rounds < options.max_rounds && !rounds.settled(); ++out.rounds)
    out.largest_move.push_back(rounds.round(options.tolerance)[0]);
  out.converged = rounds.settled();
  AdjustmentRecord record{"rake", {}, residual_rounds};
  for (std::size_t m = 0; m < margins.size(); ++m) {
    record.steps.push_back(step_of(joint.member[m], margins[m].targets.size(), rounds.factors_after(m)));
    out.max_gap.push_back(gap(margins[m], rounds.class_sums(m)));
  }
  const std::vector<double> factors = rounds.factors();
  const bool again = design.replicates() != nullptr;  // the cells are needed for each of them
  out.design =
      adjusted(sample, again ? joint.cell : std::move(joint.cell), factors, std::move(record), options.threads);
  if (again)
    out.design = out.design.with_replicates(
        detail::raked_replicates(design, joint, margins, options, out.replicates_not_converged));
  return out;
}

}  // namespace enkat
