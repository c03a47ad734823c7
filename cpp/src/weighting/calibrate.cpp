#include "enkat/weighting/calibrate.hpp"

#include <cmath>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

/// The unit of stage k of every row. Stages after the first one without fpc are not kept by a design.
std::vector<std::int32_t> units_at(const Design& design, int k) {
  const std::vector<Stage>& stages = design.stages();
  const auto n = static_cast<std::size_t>(design.rows());
  if (k < 1 || static_cast<std::size_t>(k) > stages.size())
    throw Error(ErrorCode::design,
                "found " + std::to_string(k) + ", expected a stage that the variance uses, 1 to " +
                    std::to_string(stages.size()),
                "aggregate_stage");
  std::vector<std::int32_t> unit(n);
  for (std::size_t i = 0; i < n; ++i)
    unit[i] =
        design.rows_are_units() ? static_cast<std::int32_t>(i) : design.unit_of_row().at(static_cast<std::int64_t>(i));
  for (std::size_t s = stages.size(); s-- > static_cast<std::size_t>(k);)
    for (std::int32_t& u : unit) u = stages[s].parent[static_cast<std::size_t>(u)];
  return unit;
}

/// Columns replaced by their plain means over the rows of the unit, as reference/README and R have it.
void to_unit_means(std::span<const double> d, const std::vector<std::int32_t>& unit, std::size_t p,
                   std::vector<double>& x) {
  std::size_t units = 0;
  for (const std::int32_t u : unit) units = std::max(units, static_cast<std::size_t>(u) + 1);
  std::vector<double> sum(units * p, 0), weight(units, 0);
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const auto u = static_cast<std::size_t>(unit[i]);
    if (d[i] == 0) continue;
    weight[u] += 1;
    for (std::size_t j = 0; j < p; ++j) sum[u * p + j] += x[i * p + j];
  }
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const auto u = static_cast<std::size_t>(unit[i]);
    if (weight[u] == 0) continue;
    for (std::size_t j = 0; j < p; ++j) x[i * p + j] = sum[u * p + j] / weight[u];
  }
}

/// The rows of non-zero weight of one group: all that its calibration sees.
struct Part {
  std::vector<std::size_t> rows;
  std::vector<double> d;
  Auxiliary auxiliary;
  CalibrateOptions options;
};

std::vector<Part> parts_of(std::span<const double> d, const Auxiliary& a, const CalibrateOptions& o,
                           const Codes* group) {
  const auto groups = static_cast<std::size_t>(group ? group->levels() : 1);
  const std::size_t p = a.totals.size() / groups;
  std::vector<Part> parts(groups);
  for (std::size_t k = 0; k < groups; ++k) {
    parts[k].auxiliary = {a.names,
                          {},
                          {a.totals.begin() + static_cast<std::ptrdiff_t>(k * p),
                           a.totals.begin() + static_cast<std::ptrdiff_t>((k + 1) * p)}};
    parts[k].options = o;
    parts[k].options.q.clear();
  }
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (d[i] == 0) continue;
    const std::int32_t k = group ? group->at(static_cast<std::int64_t>(i)) : 0;
    if (k < 0)
      throw Error(ErrorCode::design, "row " + std::to_string(i + 1) + " has none, expected one in every row", "by");
    Part& part = parts[static_cast<std::size_t>(k)];
    part.rows.push_back(i);
    part.d.push_back(d[i]);
    part.auxiliary.x.insert(part.auxiliary.x.end(), a.x.begin() + static_cast<std::ptrdiff_t>(i * p),
                            a.x.begin() + static_cast<std::ptrdiff_t>((i + 1) * p));
    if (!o.q.empty()) part.options.q.push_back(o.q[i]);
  }
  return parts;
}

}  // namespace

CalibrateResult calibrate(const Design& design, const Auxiliary& given, const CalibrateOptions& options,
                          int aggregate_stage, const Codes* group) {
  const std::span<const double> d = design.weights();
  const std::size_t p = given.totals.size() / static_cast<std::size_t>(group ? group->levels() : 1);
  if (given.x.size() != d.size() * p || (!options.q.empty() && options.q.size() != d.size()))
    throw Error(ErrorCode::design, "calibration columns of another length than the design", "calibrate");
  Auxiliary a = given;
  if (aggregate_stage > 0) to_unit_means(d, units_at(design, aggregate_stage), p, a.x);
  CalibrateResult out{design, {}, {}, {}};
  std::vector<double> weights(d.begin(), d.end());
  for (const Part& part : parts_of(d, a, options, group)) {
    CalibrationFactors f = calibration_factors(part.d, part.auxiliary, part.options);
    std::int64_t negative = 0, at_bounds = 0;
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
      weights[part.rows[i]] = part.d[i] * f.g[i];
      negative += weights[part.rows[i]] < 0;
      at_bounds += f.g[i] == options.lower || f.g[i] == options.upper;
    }
    f.g.clear();
    out.by_group.push_back(std::move(f));
    out.negative.push_back(negative);
    out.at_bounds.push_back(at_bounds);
  }
  auto step = std::make_shared<RowStep>();
  step->columns = p;
  step->x = std::move(a.x);
  step->q = options.q;
  step->before.assign(d.begin(), d.end());
  step->after = weights;
  if (group) step->classes = *group;
  out.design = adjusted(design, std::move(weights), RowRecord{"calibrate", {std::move(step)}, 1});
  return out;
}

}  // namespace enkat
