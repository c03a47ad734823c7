#include "survival_sample.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/error.hpp"

namespace enkat::detail {

std::vector<std::uint8_t> survival_rows(const Design& design, const SurvivalTimes& times) {
  std::vector<std::uint8_t> used = usable_rows(design, {&times.time, &times.event});
  if (times.strata)
    for (std::size_t i = 0; i < used.size(); ++i)
      used[i] &= static_cast<std::uint8_t>(times.strata->codes.at(static_cast<std::int64_t>(i)) >= 0);
  return used;
}

SurvivalSample survival_sample(const ModelMatrix& x, const SurvivalTimes& times) {
  SurvivalSample s{dense_rows(x), {}, {}, {}, {}};
  // models of survival do not change when a constant is added to a column
  s.rows.x.rowwise() -= s.rows.x.colwise().mean().eval();
  for (const std::size_t i : s.rows.row) {
    const double event = times.event.values[i];
    if (event != 0 && event != 1)
      throw Error(ErrorCode::data,
                  "found " + std::to_string(event) + " in row " + std::to_string(i + 1) +
                      ", expected 1 for an event and 0 "
                      "for censoring",
                  "Surv");
    s.time.push_back(times.time.values[i]);
    s.event.push_back(event);
    s.stratum.push_back(times.strata ? times.strata->codes.at(static_cast<std::int64_t>(i)) : 0);
  }
  if (std::count(s.event.begin(), s.event.end(), 0) == static_cast<std::ptrdiff_t>(s.event.size()))
    throw Error(ErrorCode::data, "no row has an event, expected some rows with 1", "Surv");
  s.order.resize(s.time.size());
  std::iota(s.order.begin(), s.order.end(), std::size_t{0});
  std::stable_sort(s.order.begin(), s.order.end(), [&](std::size_t a, std::size_t b) {
    return s.stratum[a] != s.stratum[b] ? s.stratum[a] < s.stratum[b] : s.time[a] > s.time[b];
  });
  return s;
}

}  // namespace enkat::detail
