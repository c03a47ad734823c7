#include "enkat/models/kaplan_meier.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "../estimate/influence.hpp"
#include "dense_rows.hpp"
#include "enkat/base/error.hpp"
#include "enkat/variance/replicate.hpp"

namespace enkat {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The used rows of one group.
struct Members {
  std::vector<std::size_t> row;
  std::vector<double> time, entry;
  std::vector<std::uint8_t> event;
  std::vector<double> event_times;  ///< rising, each once
};

/// What stands at the event times of one group, for some weights.
struct Steps {
  std::vector<double> at_risk, events, log_survival, hazard;  ///< hazard: cumulated d_j/(Y_j D_j)
};

/// How many of rising numbers are at most x.
std::size_t count_up_to(const std::vector<double>& rising, double x) {
  return static_cast<std::size_t>(std::upper_bound(rising.begin(), rising.end(), x) - rising.begin());
}

Steps steps_of(const Members& m, std::span<const double> weights, bool nelson_aalen) {
  const std::size_t count = m.event_times.size();
  Steps s;
  s.at_risk.assign(count + 1, 0);
  s.events.assign(count, 0);
  for (std::size_t i = 0; i < m.row.size(); ++i) {
    const double w = weights[m.row[i]];
    const std::size_t end = count_up_to(m.event_times, m.time[i]);
    const std::size_t begin = std::isinf(m.entry[i]) ? 0 : count_up_to(m.event_times, m.entry[i]);
    s.at_risk[begin] += w;
    s.at_risk[end] -= w;
    if (m.event[i] != 0) s.events[end - 1] += w;
  }
  double sum = 0, log_survival = 0, hazard = 0;
  for (std::size_t j = 0; j < count; ++j) {
    sum += s.at_risk[j];
    const double y = s.at_risk[j] = sum, d = s.events[j];
    const bool last = y - d <= 1e-12 * y;  // everybody has the event: the product is 0
    if (y > 0) {
      log_survival += nelson_aalen ? -d / y : last ? -std::numeric_limits<double>::infinity() : std::log1p(-d / y);
      hazard += d / y / (nelson_aalen ? y : last ? nan : y - d);
    }
    s.log_survival.push_back(log_survival);
    s.hazard.push_back(hazard);
  }
  return s;
}

std::vector<Members> members_of(const SurvivalTimes& times, const Categories* group, const Numbers* entry,
                                const std::vector<std::uint8_t>& used, std::vector<std::string>& groups) {
  const std::size_t levels = group ? group->levels.size() : 1;
  std::vector<Members> all(levels);
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i] == 0) continue;
    Members& m = all[group ? static_cast<std::size_t>(group->codes.at(static_cast<std::int64_t>(i))) : 0];
    const double event = times.event.values[i],
                 from = entry ? entry->values[i] : -std::numeric_limits<double>::infinity();
    if (event != 0 && event != 1)
      throw Error(ErrorCode::data,
                  "found " + std::to_string(event) + " in row " + std::to_string(i + 1) +
                      ", expected 1 for an event and 0 for censoring",
                  "Surv");
    if (!(from < times.time.values[i]))
      throw Error(
          ErrorCode::data,
          "row " + std::to_string(i + 1) + " enters at " + std::to_string(from) + ", expected a time before its end",
          "Surv");
    m.row.push_back(i);
    m.time.push_back(times.time.values[i]);
    m.entry.push_back(from);
    m.event.push_back(event != 0 ? 1 : 0);
    if (event != 0) m.event_times.push_back(times.time.values[i]);
  }
  std::vector<Members> out;
  for (std::size_t g = 0; g < levels; ++g) {
    if (all[g].row.empty()) continue;
    std::vector<double>& t = all[g].event_times;
    std::sort(t.begin(), t.end());
    t.erase(std::unique(t.begin(), t.end()), t.end());
    groups.push_back(group ? group->levels[g] : "");
    out.push_back(std::move(all[g]));
  }
  return out;
}

/// log S at a time: that of the last event time at or before it.
double log_survival_at(const Members& m, const Steps& s, double time) {
  const std::size_t k = count_up_to(m.event_times, time);
  return k == 0 ? 0 : s.log_survival[k - 1];
}

/// z_i(t) of the header for the members of one group.
std::vector<double> influence(const Members& m, const Steps& s, double time, bool nelson_aalen) {
  const auto hazard_at = [&](double t) {
    const std::size_t k = std::isinf(t) ? 0 : count_up_to(m.event_times, t);
    return k == 0 ? 0 : s.hazard[k - 1];
  };
  std::vector<double> z(m.row.size());
  for (std::size_t i = 0; i < z.size(); ++i) {
    z[i] = hazard_at(std::min(m.time[i], time)) - hazard_at(std::min(m.entry[i], time));
    if (m.event[i] == 0 || m.time[i] > time) continue;
    const std::size_t j = count_up_to(m.event_times, m.time[i]) - 1;
    z[i] -= 1 / (nelson_aalen ? s.at_risk[j] : s.at_risk[j] - s.events[j]);
  }
  return z;
}

void add_points(const std::vector<Members>& members, const std::vector<Steps>& steps, const std::vector<double>& wanted,
                SurvivalCurves& out) {
  for (std::size_t g = 0; g < members.size(); ++g) {
    const Members& m = members[g];
    std::size_t before = 0;
    for (const double t : wanted.empty() ? m.event_times : wanted) {
      const std::size_t k = count_up_to(m.event_times, t);
      out.group.push_back(g);
      out.time.push_back(t);
      out.survival.push_back(std::exp(log_survival_at(m, steps[g], t)));
      double events = 0;
      for (; before < k; ++before) events += steps[g].events[before];
      out.events.push_back(events);
      out.at_risk.push_back(0);
      out.rows.push_back(0);
    }
  }
}

/// Sums of weights and numbers of rows whose time is below x, from one sort.
class Below {
 public:
  Below(const std::vector<double>& time, const Members& m, std::span<const double> weights) : time_(time) {
    std::vector<std::size_t> order(time.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return time[a] < time[b]; });
    sum_.push_back(0);
    for (const std::size_t i : order) sum_.push_back(sum_.back() + weights[m.row[i]]);
    std::sort(time_.begin(), time_.end());
  }
  [[nodiscard]] std::size_t rows(double x) const {
    return static_cast<std::size_t>(std::lower_bound(time_.begin(), time_.end(), x) - time_.begin());
  }
  [[nodiscard]] double weight(double x) const { return sum_[rows(x)]; }

 private:
  std::vector<double> time_, sum_;
};

/// Rows at risk just before every point: they have entered, and not ended.
void count_at_risk(const std::vector<Members>& members, std::span<const double> weights, SurvivalCurves& out) {
  for (std::size_t g = 0, k = 0; g < members.size(); ++g) {
    const Below entered(members[g].entry, members[g], weights), ended(members[g].time, members[g], weights);
    for (; k < out.time.size() && out.group[k] == g; ++k) {
      out.at_risk[k] = entered.weight(out.time[k]) - ended.weight(out.time[k]);
      out.rows[k] = static_cast<std::int64_t>(entered.rows(out.time[k]) - ended.rows(out.time[k]));
    }
  }
}

/// Points whose log survival is finite: the others have no standard error.
std::vector<std::size_t> usable_points(const SurvivalCurves& curves) {
  std::vector<std::size_t> out;
  for (std::size_t k = 0; k < curves.time.size(); ++k)
    if (curves.survival[k] > 0) out.push_back(k);
  return out;
}

Numbers column_of(const Members& m, const std::vector<double>& z, const std::vector<std::uint8_t>& used) {
  std::vector<double> values(used.size(), 0);
  for (std::size_t i = 0; i < m.row.size(); ++i) values[m.row[i]] = z[i];
  return make_numbers(std::move(values), used, "survival");
}

/// Standard errors of log survival, or of survival itself, which replicates give: in some of them it may be 0.
void keep(const Estimates& e, const std::vector<std::size_t>& points, std::size_t begin, bool of_logs,
          SurvivalCurves& out) {
  for (std::size_t k = 0; k < e.se.size(); ++k) {
    const std::size_t p = points[begin + k];
    out.log_se[p] = of_logs ? e.se[k] : e.se[k] / out.survival[p];
    out.se[p] = out.log_se[p] * out.survival[p];
  }
  out.df = e.df.empty() ? nan : e.df[0];
}

/// The covariance of survival as that of its logarithm.
Covariance of_logarithms(Covariance c, const std::vector<double>& survival) {
  for (std::size_t a = 0; a < c.size; ++a)
    for (std::size_t b = 0; b < c.size; ++b) c.values[a * c.size + b] /= survival[a] * survival[b];
  return c;
}

}  // namespace

SurvivalCurves kaplan_meier(const Design& design, const SurvivalTimes& times, const Categories* group,
                            const KaplanMeierOptions& options) {
  std::vector<std::uint8_t> used = detail::usable_rows(design, {&times.time, &times.event, times.entry});
  if (group)
    for (std::size_t i = 0; i < used.size(); ++i)
      used[i] &= static_cast<std::uint8_t>(group->codes.at(static_cast<std::int64_t>(i)) >= 0);
  SurvivalCurves out;
  const std::vector<Members> members = members_of(times, group, times.entry, used, out.groups);
  std::vector<double> wanted = options.times;
  std::sort(wanted.begin(), wanted.end());
  const auto steps_for = [&](const Design& d) {
    std::vector<Steps> steps;
    for (const Members& m : members) steps.push_back(steps_of(m, d.weights(), options.nelson_aalen));
    return steps;
  };
  const std::vector<Steps> steps = steps_for(design);
  add_points(members, steps, wanted, out);
  if (out.time.empty())
    throw Error(ErrorCode::data, "no row has an event, expected some rows with 1, or the times of the curve", "Surv");
  count_at_risk(members, design.weights(), out);
  out.se.assign(out.time.size(), nan);
  out.log_se = out.se;
  const std::vector<std::size_t> points = usable_points(out);
  const Design domain = design.where(used);
  const EstimateOptions how{nullptr, {}, options.threads};
  const bool of_logs = !design.replicates();
  const auto values_of = [&](const std::vector<Steps>& s, std::size_t begin, std::size_t end) {
    std::vector<double> values;
    for (std::size_t k = begin; k < end; ++k) {
      const std::size_t p = points[k];
      const double log_survival = log_survival_at(members[out.group[p]], s[out.group[p]], out.time[p]);
      values.push_back(of_logs ? log_survival : std::exp(log_survival));
    }
    return values;
  };
  const auto rows = static_cast<std::int64_t>(used.size());
  const bool together = rows * static_cast<std::int64_t>(points.size()) <= options.most_values;
  const std::size_t width = together || design.replicates() ? points.size() : 64;
  for (std::size_t begin = 0; begin < points.size(); begin += width) {
    const std::size_t end = std::min(points.size(), begin + width);
    const std::vector<double> values = values_of(steps, begin, end);
    Estimates e;
    if (design.replicates()) {
      const auto again =
          in_replicates(design, [&](const Design& d) { return values_of(steps_for(d), begin, end); }, options.threads);
      const std::vector<double> ones(used.size(), 1);
      e = detail::from_replicates(domain, values, again, {nullptr, ones, {}, 0}, how);
    } else {
      std::vector<Numbers> z;
      for (std::size_t k = begin; k < end; ++k) {
        const std::size_t g = out.group[points[k]];
        z.push_back(
            column_of(members[g], influence(members[g], steps[g], out.time[points[k]], options.nelson_aalen), used));
      }
      e = detail::from_influence(domain, values, z, how);
    }
    keep(e, points, begin, of_logs, out);
    if (together) out.covariance = of_logs ? e.covariance() : of_logarithms(e.covariance(), values);
  }
  return out;
}

}  // namespace enkat
