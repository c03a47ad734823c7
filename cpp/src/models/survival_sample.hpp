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
  std::vector<double> entry;                ///< empty: all rows are at risk from the start
  std::vector<std::size_t> order_of_entry;  ///< by stratum, latest entry first
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

/// The rows that are not yet at risk, going back in time: a row is at risk at t if entry < t <= time.
class Entries {
 public:
  explicit Entries(const SurvivalSample& sample) : sample_(&sample) {}

  /// Calls f(row) for the rows of the stratum of `row` that entered at its time or later, each once. Times are asked
  /// for in the order of the sample.
  template <class F>
  void leave(std::size_t row, F&& f) {
    const SurvivalSample& s = *sample_;
    const auto& order = s.order_of_entry;
    while (next_ < order.size() && s.stratum[order[next_]] < s.stratum[row]) ++next_;
    for (; next_ < order.size() && s.stratum[order[next_]] == s.stratum[row] && s.entry[order[next_]] >= s.time[row];
         ++next_)
      f(order[next_]);
  }

 private:
  const SurvivalSample* sample_;
  std::size_t next_ = 0;
};

/// Sums over event times up to a row's entry, which the sums up to its time hold too much: going forward in time,
/// f(row) is called for the rows that enter between the time before and that of `row`.
class Entering {
 public:
  explicit Entering(const SurvivalSample& sample) : sample_(&sample), left_(sample.order_of_entry.size()) {}

  template <class F>
  void enter(std::size_t row, F&& f) {
    const SurvivalSample& s = *sample_;
    const auto& order = s.order_of_entry;
    while (left_ > 0 && s.stratum[order[left_ - 1]] > s.stratum[row]) --left_;
    for (; left_ > 0 && s.stratum[order[left_ - 1]] == s.stratum[row] && s.entry[order[left_ - 1]] < s.time[row];
         --left_)
      f(order[left_ - 1]);
  }

 private:
  const SurvivalSample* sample_;
  std::size_t left_;
};

/// Rows of the domain that have a time, an event, a stratum and an entry.
[[nodiscard]] std::vector<std::uint8_t> survival_rows(const Design& design, const SurvivalTimes& times);
/// Throws enkat::Error (data) for events that are not 0 or 1, where there is none, and for entries not before the time.
[[nodiscard]] SurvivalSample survival_sample(const ModelMatrix& x, const SurvivalTimes& times);

}  // namespace enkat::detail
