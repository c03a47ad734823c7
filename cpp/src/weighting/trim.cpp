#include "enkat/weighting/trim.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "enkat/base/error.hpp"

namespace enkat {
namespace {

constexpr int most_rounds = 10000;

void check(std::span<const double> w, const TrimOptions& o) {
  double sum = 0, rows = 0;
  for (const double x : w) {
    sum += x;
    rows += x != 0;
  }
  std::ostringstream text;
  text.precision(10);
  text << "found lower " << o.lower << " and upper " << o.upper;
  if (!(o.lower < o.upper)) throw Error(ErrorCode::design, text.str() + ", expected the lower below the upper", "trim");
  if (o.redistribute == Redistribute::none || rows == 0) return;
  const double mean = sum / rows;
  if (o.lower <= mean && mean <= o.upper) return;
  text << ", but the mean weight is " << mean
       << ": no weights inside these limits have the same sum; choose limits around the mean, or redistribute='none'";
  throw Error(ErrorCode::design, text.str(), "trim");
}

/// Whether a row has been cut to a limit: it takes no share that would push it over the same limit again.
struct AtLimit {
  std::vector<std::uint8_t> upper, lower;
};

/// One round. Returns whether a weight was outside.
bool cut(std::vector<double>& w, const std::vector<std::uint8_t>& in_sample, const TrimOptions& o, AtLimit& at) {
  double change = 0;
  std::vector<std::uint8_t> inside(in_sample);
  bool found = false;
  for (std::size_t i = 0; i < w.size(); ++i) {
    if (!in_sample[i]) continue;
    const double kept = std::clamp(w[i], o.lower, o.upper);
    change += w[i] - kept;
    if (kept == w[i]) continue;
    found = true;
    inside[i] = 0;
    at.upper[i] = kept == o.upper;
    at.lower[i] = kept == o.lower;
    w[i] = kept;
  }
  if (!found || o.redistribute == Redistribute::none) return found;
  const std::vector<std::uint8_t>& full = change > 0 ? at.upper : at.lower;
  bool any = false;
  for (std::size_t i = 0; i < w.size(); ++i) any |= (inside[i] = inside[i] && !full[i]) != 0;
  if (!any)  // every weight was outside: those that were cut to the other limit take the shares
    for (std::size_t i = 0; i < w.size(); ++i) inside[i] = in_sample[i] && !full[i];
  double rows = 0, sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    rows += inside[i];
    sum += inside[i] ? w[i] : 0;
  }
  for (std::size_t i = 0; i < w.size(); ++i)
    if (inside[i]) w[i] += o.redistribute == Redistribute::equal ? change / rows : w[i] * change / sum;
  return rows > 0;
}

}  // namespace

std::vector<double> trimmed(std::span<const double> weights, const TrimOptions& o) {
  check(weights, o);
  std::vector<double> w(weights.begin(), weights.end());
  std::vector<std::uint8_t> in_sample(w.size());
  AtLimit at{std::vector<std::uint8_t>(w.size(), 0), std::vector<std::uint8_t>(w.size(), 0)};
  for (std::size_t i = 0; i < w.size(); ++i) in_sample[i] = w[i] != 0;
  for (int round = 0; round < (o.strict ? most_rounds : 1); ++round)
    if (!cut(w, in_sample, o, at)) break;
  return w;
}

Design trim(const Design& design, const std::vector<TrimOptions>& by_group, const Codes* group) {
  std::vector<double> w(design.weights().begin(), design.weights().end());
  std::vector<std::vector<std::size_t>> rows(by_group.size());
  for (std::size_t i = 0; i < w.size(); ++i) {
    const std::int32_t k = group ? group->at(static_cast<std::int64_t>(i)) : 0;
    if (k >= 0) rows[static_cast<std::size_t>(k)].push_back(i);
  }
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::vector<double> part;
    for (const std::size_t i : rows[k]) part.push_back(w[i]);
    part = trimmed(part, by_group[k]);
    for (std::size_t j = 0; j < part.size(); ++j) w[rows[k][j]] = part[j];
  }
  return adjusted(design, std::move(w), RowRecord{"trim", {}, 1});
}

double weight_quantile(std::span<const double> weights, double q) {
  std::vector<double> w;
  for (const double x : weights)
    if (x != 0) w.push_back(x);
  if (w.empty()) return 0;
  const double at = q * static_cast<double>(w.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  std::sort(w.begin(), w.end());
  const double next = w[std::min(low + 1, w.size() - 1)];
  return w[low] + (at - static_cast<double>(low)) * (next - w[low]);
}

double iqr_limit(std::span<const double> weights, double k) {
  return weight_quantile(weights, 0.5) + k * (weight_quantile(weights, 0.75) - weight_quantile(weights, 0.25));
}

}  // namespace enkat
