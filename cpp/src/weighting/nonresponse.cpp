#include "enkat/weighting/nonresponse.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

NonresponseResult finish(const Design& design, std::span<const std::uint8_t> responded, RowStep step) {
  const std::span<const double> d = design.weights();
  step.before.assign(d.begin(), d.end());
  step.after.assign(d.size(), 0);
  for (std::size_t i = 0; i < d.size(); ++i)
    if (responded[i] && d[i] != 0) step.after[i] = d[i] / step.propensity[i];
  std::vector<double> p = step.propensity, w = step.after;
  return {adjusted(design, std::move(w), RowRecord{"nonresponse", {std::make_shared<RowStep>(std::move(step))}, 1}),
          std::move(p)};
}

void check_rows(const Design& design, std::span<const std::uint8_t> responded) {
  if (static_cast<std::int64_t>(responded.size()) != design.rows())
    throw Error(ErrorCode::design,
                "has " + std::to_string(responded.size()) + " rows, expected " + std::to_string(design.rows()),
                "responded");
}

}  // namespace

NonresponseResult nonresponse_classes(const Design& design, std::span<const std::uint8_t> responded,
                                      const Categories& classes) {
  check_rows(design, responded);
  const std::span<const double> d = design.weights();
  const std::size_t n = d.size();
  std::vector<double> all(classes.levels.size(), 0), answered(classes.levels.size(), 0);
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t c = classes.codes.at(static_cast<std::int64_t>(i));
    if (d[i] == 0) continue;
    if (c < 0)
      throw Error(
          ErrorCode::design,
          "row " + std::to_string(i + 1) + " has none, expected one in every row; give those rows a class of their own",
          "classes");
    all[static_cast<std::size_t>(c)] += d[i];
    answered[static_cast<std::size_t>(c)] += responded[i] ? d[i] : 0;
  }
  for (std::size_t c = 0; c < all.size(); ++c)
    if (all[c] != 0 && answered[c] == 0)
      throw Error(ErrorCode::design,
                  "the class '" + classes.levels[c] +
                      "' has no respondents to carry the weight of its nonrespondents; merge it "
                      "with another",
                  "classes");
  RowStep step;
  step.columns = 1;
  step.x.assign(n, 1);
  step.classes = classes.codes;
  step.model_weight.assign(d.begin(), d.end());
  step.propensity.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (d[i] == 0) continue;
    const auto c = static_cast<std::size_t>(classes.codes.at(static_cast<std::int64_t>(i)));
    step.propensity[i] = answered[c] / all[c];
  }
  return finish(design, responded, std::move(step));
}

NonresponseResult nonresponse_propensity(const Design& design, std::span<const std::uint8_t> responded,
                                         const std::vector<double>& x, std::size_t columns, bool weighted) {
  check_rows(design, responded);
  const std::span<const double> d = design.weights();
  RowStep step;
  step.columns = columns;
  step.x = x;
  step.model_weight.assign(d.begin(), d.end());
  if (!weighted)
    for (double& a : step.model_weight) a = a != 0 ? 1 : 0;
  Propensity fit = propensity(x, columns, responded, step.model_weight);
  if (!fit.converged)
    throw Error(ErrorCode::convergence,
                "the response model has no finite estimate: some combination of its variables separates respondents "
                "from nonrespondents; leave a variable out or merge categories",
                "propensity");
  step.propensity = std::move(fit.probability);
  return finish(design, responded, std::move(step));
}

Codes propensity_classes(std::span<const double> propensity, std::span<const double> weights, int count) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] != 0) rows.push_back(i);
  std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return propensity[a] < propensity[b]; });
  std::vector<std::int32_t> code(weights.size(), -1);
  const auto k = static_cast<std::size_t>(count);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    code[rows[r]] = static_cast<std::int32_t>(r * k / rows.size());
    if (r > 0 && propensity[rows[r]] == propensity[rows[r - 1]]) code[rows[r]] = code[rows[r - 1]];  // ties together
  }
  return {code, count};
}

}  // namespace enkat
