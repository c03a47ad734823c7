#include <algorithm>
#include <numeric>

#include "parts.hpp"

// The commonest design, one stage and no weight adjustment: variances of many statistics without a matrix between.
// Same formula as multistage.cpp: sum_h c_h sum_i (e_hi - ebar_h)^2.

namespace enkat::detail {
namespace {

/// The statistics' terms side by side.
struct Terms {
  std::vector<std::size_t> begin{0}, column;
  std::vector<double> coefficient;

  explicit Terms(std::span<const Linear> statistics) {
    for (const Linear& s : statistics) {
      for (const Term& t : s) {
        column.push_back(static_cast<std::size_t>(t.column));
        coefficient.push_back(t.coefficient);
      }
      begin.push_back(column.size());
    }
  }
};

/// c_h, and 1/n_h where deviations are from the mean, 0 where they are from zero.
struct Strata {
  std::vector<double> scale, share;

  explicit Strata(const Design& design) {
    const Stage& s = design.stages().front();
    const Lonely option = design.options().lonely;
    if (option == Lonely::fail) refuse_lonely(design, 0);
    for (std::size_t h = 0; h < s.strata(); ++h) {
      const auto n = static_cast<double>(s.sampled[h]);
      const LonelyRule rule = s.lonely(h) ? lonely_rule(option, s.fraction[h]) : LonelyRule{};
      scale.push_back(s.sampled[h] > 1 ? (1 - s.fraction[h]) * n / (n - 1) : rule.scale);
      share.push_back(rule.centre_at_zero ? 0 : 1 / n);
    }
  }
};

/// Units in the order of their strata, where each stratum begins, and how many units the largest has.
struct UnitsByStratum {
  std::vector<std::size_t> begin, order;
  std::size_t most = 0;

  explicit UnitsByStratum(const Stage& s) : begin(s.strata() + 1, 0), order(s.units()) {
    for (const std::int32_t h : s.stratum) ++begin[static_cast<std::size_t>(h) + 1];
    most = *std::max_element(begin.begin(), begin.end());
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::size_t> next(begin);
    for (std::size_t u = 0; u < s.units(); ++u) order[next[static_cast<std::size_t>(s.stratum[u])]++] = u;
  }
};

}  // namespace

bool is_one_stage(const Design& design, const Totals& totals) {
  return totals.kind == TotalsKind::units && design.stages().size() == 1 && totals.occupied.empty() &&
         !design.adjustments() && !design.pps() && !design.two_phase();
}

std::vector<double> one_stage_variances(const Design& design, const Totals& totals,
                                        std::span<const Linear> statistics) {
  const Stage& s = design.stages().front();
  const Terms terms(statistics);
  const Strata strata(design);
  const UnitsByStratum units(s);
  const std::size_t count = statistics.size(), columns = static_cast<std::size_t>(totals.columns());
  std::vector<double> e(units.most * count), mean(count), v(count, 0);  // of one stratum: small enough for a cache
  for (std::size_t h = 0; h < s.strata(); ++h) {
    std::fill(mean.begin(), mean.end(), 0.0);
    double* row = e.data();
    for (std::size_t i = units.begin[h]; i < units.begin[h + 1]; ++i, row += count) {
      const double* const t = totals.unit_total.data() + units.order[i] * columns;  // read once for all statistics
      for (std::size_t j = 0; j < count; ++j) {
        double sum = 0;
        for (std::size_t k = terms.begin[j]; k < terms.begin[j + 1]; ++k)
          sum += terms.coefficient[k] * t[terms.column[k]];
        row[j] = sum;
        mean[j] += sum;
      }
    }
    for (double& m : mean) m *= strata.share[h];
    for (const double* r = e.data(); r < row; r += count)
      for (std::size_t j = 0; j < count; ++j) {
        const double d = r[j] - mean[j];
        v[j] += strata.scale[h] * d * d;
      }
  }
  return v;
}

}  // namespace enkat::detail
