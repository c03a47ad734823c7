#include "enkat/estimate/standardize.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "enkat/base/error.hpp"
#include "smooth.hpp"
#include "statistics.hpp"

namespace enkat {
namespace {

/// The standard's share of every class, NaN where it has none.
std::vector<double> shares_of(std::span<const double> standard) {
  double sum = 0;
  for (const double s : standard) sum += std::isnan(s) ? 0 : s;
  if (!(sum > 0)) throw Error(ErrorCode::design, "every class has the number 0, expected one above 0", "standard");
  std::vector<double> out;
  for (const double s : standard) out.push_back(s / sum);
  return out;
}

/// Domain and class of each row in one code, domain slowest; rows of a class without share have none.
Codes joint_codes(const Codes* by, const Codes& classes, const std::vector<double>& share) {
  const std::int64_t domains = by ? by->levels() : 1;
  std::vector<std::int32_t> joint(static_cast<std::size_t>(classes.size()), -1);
  for (std::int64_t i = 0; i < classes.size(); ++i) {
    const std::int32_t g = by ? by->at(i) : 0, a = classes.at(i);
    if (g < 0 || a < 0 || !(share[static_cast<std::size_t>(a)] > 0)) continue;
    joint[static_cast<std::size_t>(i)] = g * static_cast<std::int32_t>(classes.levels()) + a;
  }
  return {joint, domains * classes.levels()};
}

/// One standardised mean: the totals of its column and of ones in every class that counts.
struct StandardisedMean {
  struct Part {
    std::int64_t column, ones;
    double share;
  };
  std::vector<Part> parts;
  double centre = 0;

  [[nodiscard]] double value(const std::vector<double>& t) const {
    double sum = centre;
    for (const Part& p : parts) {
      const double n = t[static_cast<std::size_t>(p.ones)];
      if (n == 0) return std::numeric_limits<double>::quiet_NaN();
      sum += p.share * t[static_cast<std::size_t>(p.column)] / n;
    }
    return sum;
  }
  [[nodiscard]] Linear linear(const std::vector<double>& t) const {
    Linear out;
    for (const Part& p : parts) detail::add_terms(out, linearize({{{p.column, 1}}, {{p.ones, 1}}}, t), p.share);
    return out;
  }
};

}  // namespace

Estimates standardize(const Design& design, const std::vector<Variable>& variables, const Codes& classes,
                      std::span<const double> standard, const EstimateOptions& options) {
  const std::vector<double> share = shares_of(standard);
  const Codes joint = joint_codes(options.by, classes, share);
  auto [request, start] = detail::request_of(variables, options);
  request.group = &joint;
  const auto totals = std::make_shared<const Totals>(enkat::totals(design, request));
  std::vector<detail::SmoothStatistic> statistics;
  const std::int64_t domains = options.by ? options.by->levels() : 1, width = request.width();
  for (std::int64_t g = 0; g < domains; ++g)
    for (std::size_t v = 0; v < variables.size(); ++v)
      for (std::int64_t level = 0; level < variables[v].block().width(); ++level) {
        StandardisedMean mean;
        mean.centre = variables[v].number ? variables[v].number->centre : 0;
        Linear base;
        for (std::size_t a = 0; a < share.size(); ++a) {
          if (!(share[a] > 0)) continue;
          const std::int64_t ones = (g * classes.levels() + static_cast<std::int64_t>(a)) * width;
          mean.parts.push_back({ones + start[v] + level, ones, share[a]});
          base.push_back({ones, 1});
        }
        Linear linear = mean.linear(totals->total);
        statistics.push_back({[mean](const std::vector<double>& t) { return mean.value(t); }, std::move(linear), base,
                              static_cast<std::size_t>(g)});
      }
  return detail::finish_smooth(design, totals, domain_sizes(design, options.by), statistics, options.threads);
}

}  // namespace enkat
