#include "enkat/inference/t_test.hpp"

#include <cmath>
#include <limits>

#include "enkat/base/distributions.hpp"
#include "enkat/base/error.hpp"
#include "enkat/estimate/interval.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/inference/rank_test.hpp"
#include "grouped_rows.hpp"
#include "t_of.hpp"

namespace enkat {
namespace detail {

double test_df(const Design& design, const std::vector<std::uint8_t>& used, double parameters) {
  const double df = design.where(used).degrees_of_freedom() - parameters;
  if (!(df > 0))
    throw Error(ErrorCode::design,
                "the rows of the test have " + std::to_string(static_cast<std::int64_t>(df + parameters)) +
                    " degrees of freedom (clusters minus strata), expected more than " +
                    std::to_string(static_cast<std::int64_t>(parameters)),
                "t_test");
  return df;
}

Test t_of(double estimate, double se, double null, double df, double level) {
  Test out;
  out.estimate = estimate;
  out.se = se;
  out.df = df;
  out.statistic = (estimate - null) / se;
  out.p_value = t_two_sided(out.statistic, df);
  const Interval i = mean_interval(estimate, se, df, level);
  out.low = i.low;
  out.high = i.high;
  return out;
}

}  // namespace detail

Test t_test(const Design& design, const Numbers& y, double mu, double level) {
  const Estimates m = mean(design, {Variable{&y, {}}});
  return detail::t_of(m.estimate[0], m.se[0], mu, detail::test_df(design, detail::used_rows(design, y), 1), level);
}

Test t_test(const Design& design, const Numbers& y, const Factor& group, double level) {
  const detail::GroupedRows rows = detail::grouped_rows(design, y, group, 2, 2);
  if (!design
           .replicates()) {  // one influence value per row, so that the sample, not each group, decides what is lonely
    std::vector<double> scores(rows.used.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < scores.size(); ++i)
      if (rows.used[i]) scores[i] = y.values[i];
    return rank_test(design, scores, group, level);
  }
  const Estimates m = mean(design, {Variable{&y, {}}}, {&rows.group});
  const Covariance v = m.covariance();
  const double se = std::sqrt(v.at(0, 0) + v.at(1, 1) - 2 * v.at(0, 1));
  return detail::t_of(m.estimate[1] - m.estimate[0], se, 0, detail::test_df(design, rows.used, 1), level);
}

Numbers difference(const Numbers& a, const Numbers& b) {
  if (a.size() != b.size())
    throw Error(ErrorCode::data, "the columns have different numbers of rows, expected as many in both", "paired");
  std::vector<double> values(a.values.size(), 0);
  std::vector<std::uint8_t> valid(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    valid[i] = (a.valid.empty() || a.valid[i]) && (b.valid.empty() || b.valid[i]);
    if (valid[i]) values[i] = a.values[i] - b.values[i];
  }
  return make_numbers(std::move(values), std::move(valid), "the difference");
}

}  // namespace enkat
