#include "survival_sample.hpp"

#include <algorithm>
#include <numeric>

#include "enkat/base/error.hpp"

namespace enkat::detail {

std::vector<std::uint8_t> survival_rows(const Design& design, const SurvivalTimes& times) {
  std::vector<std::uint8_t> used = usable_rows(design, {&times.time, &times.event, times.entry});
  if (times.strata)
    for (std::size_t i = 0; i < used.size(); ++i)
      used[i] &= static_cast<std::uint8_t>(times.strata->codes.at(static_cast<std::int64_t>(i)) >= 0);
  return used;
}

namespace {

/// Rows by stratum, the largest value first.
std::vector<std::size_t> latest_first(const std::vector<std::int32_t>& stratum, const std::vector<double>& value) {
  std::vector<std::size_t> order(value.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return stratum[a] != stratum[b] ? stratum[a] < stratum[b] : value[a] > value[b];
  });
  return order;
}

}  // namespace

SurvivalSample survival_sample(const ModelMatrix& x, const SurvivalTimes& times) {
  SurvivalSample s{dense_rows(x), {}, {}, {}, {}, {}, {}};
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
    if (!times.entry) continue;
    s.entry.push_back(times.entry->values[i]);
    if (!(s.entry.back() < s.time.back()))
      throw Error(ErrorCode::data,
                  "row " + std::to_string(i + 1) + " enters at " + std::to_string(s.entry.back()) +
                      ", expected a time before its end at " + std::to_string(s.time.back()),
                  "Surv");
  }
  if (std::count(s.event.begin(), s.event.end(), 0) == static_cast<std::ptrdiff_t>(s.event.size()))
    throw Error(ErrorCode::data, "no row has an event, expected some rows with 1", "Surv");
  s.order = latest_first(s.stratum, s.time);
  s.order_of_entry = latest_first(s.stratum, s.entry);
  return s;
}

}  // namespace enkat::detail
