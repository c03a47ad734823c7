#include <algorithm>
#include <cmath>

#include "enkat/base/numbers.hpp"
#include "families.hpp"

namespace enkat::detail {
namespace {

double median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(half));
  if (values.size() % 2 == 1) return values[half];
  return (values[half] + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half))) / 2;
}

double standard_deviation(const std::vector<double>& values) {
  double mean = 0, sum = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) sum += (v - mean) * (v - mean);
  return values.size() < 2 ? 0 : std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// The shortest credible duration: the larger of the stated minimum and what the speeding method gives. The median is
/// over complete records inside the window that repeat no other.
double least_duration(const State& s) {
  const Timing& timing = s.definition.timing;
  double least = timing.min_duration_seconds.value_or(0);
  if (!timing.speeding) return least;
  if (timing.speeding->method == "absolute_seconds") return std::max(least, timing.speeding->value);
  std::vector<double> durations;
  const auto& seconds = s.responses.meta.duration_seconds;
  for (std::size_t r = 0; r < seconds.size(); ++r)
    if (seconds[r] && *seconds[r] >= 0 && !(s.records[r] & (ragged | partial | outside | duplicate)))
      durations.push_back(*seconds[r]);
  if (durations.empty()) return least;
  const double middle = median(durations);
  const double limit = timing.speeding->method == "fraction_of_median"
                           ? timing.speeding->value * middle
                           : middle - timing.speeding->value * standard_deviation(durations);
  return std::max(least, limit);
}

}  // namespace

/// A partial record stopped early rather than hurried; one that ends before it starts has its own finding.
void judge_speeding(State& s) {
  const auto& seconds = s.responses.meta.duration_seconds;
  if (seconds.empty()) return;
  const double least = least_duration(s);
  for (std::size_t r = 0; r < seconds.size(); ++r) {
    const auto row = static_cast<std::int64_t>(r);
    if (!seconds[r] || *seconds[r] < 0 || *seconds[r] >= least || s.is(row, partial)) continue;
    Finding& f = s.report(row, Rule::quality_speeding);
    f.value = number_text(*seconds[r]);
    f.expected = number_text(std::ceil(least * 10) / 10);
  }
}

void judge_bots(State& s) {
  constexpr double threshold = 0.5;
  const auto& score = s.responses.meta.bot_score;
  for (std::size_t r = 0; r < score.size(); ++r) {
    if (!score[r] || *score[r] >= threshold) continue;
    Finding& f = s.report(static_cast<std::int64_t>(r), Rule::quality_bot);
    f.value = number_text(*score[r]);
    f.expected = number_text(threshold);
  }
}

}  // namespace enkat::detail
