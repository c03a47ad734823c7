#pragma once
#include "dense_rows.hpp"
#include "enkat/models/cox.hpp"

namespace enkat::detail {

/// The used rows in the order of the likelihood: by stratum, latest time first; tied times stand together.
struct SurvivalSample {
  detail::DenseRows rows;
  std::vector<double> time, event;
  std::vector<std::int32_t> stratum;
  std::vector<std::size_t> order;
};

/// Calls f(begin, end, fresh) for every time of every stratum: rows [begin, end) of the order share a stratum and a
/// time; `fresh`: they are the latest of their stratum.
template <class F>
void for_times(const SurvivalSample& s, F&& f) {
  for (std::size_t begin = 0, end; begin < s.order.size(); begin = end) {
    const std::size_t first = s.order[begin];
    end = begin;
    while (end < s.order.size() && s.time[s.order[end]] == s.time[first] && s.stratum[s.order[end]] == s.stratum[first])
      ++end;
    f(begin, end, begin == 0 || s.stratum[s.order[begin - 1]] != s.stratum[first]);
  }
}

/// Rows of the domain that have a time, an event and a stratum.
[[nodiscard]] std::vector<std::uint8_t> survival_rows(const Design& design, const SurvivalTimes& times);
/// Throws enkat::Error (data) for events that are not 0 or 1, and where there is none.
[[nodiscard]] SurvivalSample survival_sample(const ModelMatrix& x, const SurvivalTimes& times);

}  // namespace enkat::detail
