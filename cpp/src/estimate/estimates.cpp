#include "enkat/estimate/estimates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "statistics.hpp"

namespace enkat {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Fills `all`: the rows of a first phase that are not in the second are not in the sample of the domain.
DomainSize with_all(DomainSize size, const Design& design, const Codes* by) {
  size.all = size.rows;
  if (design.no_zero_weight() || design.two_phase()) return size;
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto each = [&](auto group_of) {
    for (std::size_t i = 0; i < w.size(); ++i)
      if (w[i] == 0 && (domain.empty() || domain[i])) group_of(i);
  };
  if (!by)
    each([&](std::size_t) { ++size.all[0]; });
  else
    by->visit([&]<class T>(std::span<const T> group) {
      each([&](std::size_t i) {
        if (group[i] != missing_code<T>) ++size.all[static_cast<std::size_t>(group[i])];
      });
    });
  return size;
}

}  // namespace

Covariance Estimates::covariance() const {
  if (const Replicates* r = source->design.replicates())
    return replicate_covariance(*r, estimate, source->in_replicates);
  return taylor_covariance(source->design, *source->totals, source->statistics);
}

DomainSize domain_sizes(const Design& design, const Codes* by) {
  const Stage& first = design.stages().front();
  if (!by && design.domain().empty() && design.no_zero_weight())
    return {{design.degrees_of_freedom()}, {design.rows()}, {design.rows()}};
  const auto groups = by ? static_cast<std::size_t>(by->levels()) : 1;
  const bool own = design.rows_are_units() && design.stages().size() == 1;
  const std::vector<std::int32_t> first_unit = own ? std::vector<std::int32_t>() : first_units(design.stages());
  std::vector<std::uint8_t> unit_in(own ? 0 : first.units() * groups, 0), stratum_in(first.strata() * groups, 0);
  DomainSize out{std::vector<double>(groups, 0), std::vector<std::int64_t>(groups, 0)};
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto add = [&](std::size_t i, std::size_t last_unit, std::size_t g) {
    if (w[i] == 0 || (!domain.empty() && !domain[i])) return;
    ++out.rows[g];
    if (own)
      stratum_in[static_cast<std::size_t>(first.stratum[i]) * groups + g] = 1;
    else
      unit_in[static_cast<std::size_t>(first_unit[last_unit]) * groups + g] = 1;
  };
  const auto each = [&](auto unit_of) {
    const auto n = static_cast<std::size_t>(design.rows());
    if (!by)
      for (std::size_t i = 0; i < n; ++i) add(i, unit_of(i), 0);
    else
      by->visit([&]<class T>(std::span<const T> group) {
        for (std::size_t i = 0; i < n; ++i)
          if (group[i] != missing_code<T>) add(i, unit_of(i), group[i]);
      });
  };
  if (design.rows_are_units())
    each([](std::size_t i) { return i; });
  else
    design.unit_of_row().visit(
        [&](auto unit) { each([unit](std::size_t i) { return static_cast<std::size_t>(unit[i]); }); });
  for (std::size_t g = 0; g < groups; ++g) {
    std::int64_t units = own ? out.rows[g] : 0, strata = 0;
    if (!own) {
      for (std::size_t u = 0; u < first.units(); ++u) {
        units += unit_in[u * groups + g];
        stratum_in[static_cast<std::size_t>(first.stratum[u]) * groups + g] |= unit_in[u * groups + g];
      }
    }
    for (std::size_t h = 0; h < first.strata(); ++h) strata += stratum_in[h * groups + g];
    out.df[g] = design.options().degf.value_or(static_cast<double>(units - strata));
  }
  // the rank of replicate weights is that of the design, in all its domains
  if (design.replicates()) std::fill(out.df.begin(), out.df.end(), design.degrees_of_freedom());
  return with_all(std::move(out), design, by);
}

std::int64_t missing_rows(const Design& design, const Variable& variable) {
  const std::span<const double> w = design.weights();
  const std::span<const std::uint8_t> domain = design.domain();
  const auto counts = [&](auto missing) {
    std::int64_t n = 0;
    for (std::size_t i = 0; i < w.size(); ++i)
      n += static_cast<std::int64_t>(missing(i) && w[i] != 0 && (domain.empty() || domain[i]));
    return n;
  };
  const auto of_valid = [&](const std::vector<std::uint8_t>& valid) {
    return valid.empty() ? std::int64_t{0} : counts([&](std::size_t i) { return !valid[i]; });
  };
  if (variable.number) return of_valid(variable.number->valid);
  if (variable.factor.options) return of_valid(variable.factor.options->answered);
  return variable.factor.codes->visit([&]<class T>(std::span<const T> v) {
    if (std::find(v.begin(), v.end(), missing_code<T>) == v.end()) return std::int64_t{0};
    return counts([v](std::size_t i) { return v[i] == missing_code<T>; });
  });
}

namespace detail {

VariableRequest request_of(const std::vector<Variable>& variables, const EstimateOptions& options) {
  VariableRequest out;
  out.request.group = options.by;
  out.request.threads = options.threads;
  out.request.blocks.push_back({});
  std::int64_t at = 1;
  for (const Variable& v : variables) {
    out.request.blocks.push_back(v.block());
    out.start.push_back(at);
    at += out.request.blocks.back().width();
  }
  return out;
}

namespace {

/// Whether the rows that take part are all of their domain, and the column of ones shows which units have some.
bool whole_domains(const Design& design, const TotalsRequest& request, const Totals& t) {
  if (t.kind != TotalsKind::units || !request.only_numbers() || !design.no_negative_weight()) return false;
  return std::all_of(request.blocks.begin(), request.blocks.end(),
                     [](const Block& b) { return !b.number || b.number->valid.empty(); });
}

/// The same as domain_sizes, without a look at the rows.
DomainSize sizes_of_totals(const Design& design, const Totals& t) {
  const auto columns = static_cast<std::size_t>(t.columns()), width = static_cast<std::size_t>(t.width);
  const auto groups = static_cast<std::size_t>(t.groups);
  const Stage& first = design.stages().front();
  const bool one_stage = design.stages().size() == 1;
  const std::vector<std::int32_t> first_unit = one_stage ? std::vector<std::int32_t>() : first_units(design.stages());
  std::vector<std::uint8_t> unit_in(first.units() * groups, 0), stratum_in(first.strata() * groups, 0);
  for (std::size_t u = 0; u < static_cast<std::size_t>(t.units); ++u) {
    const std::size_t at = one_stage ? u : static_cast<std::size_t>(first_unit[u]);
    for (std::size_t g = 0; g < groups; ++g)
      unit_in[at * groups + g] |= static_cast<std::uint8_t>(t.unit_total[u * columns + g * width] != 0);
  }
  DomainSize out{std::vector<double>(groups, 0), std::vector<std::int64_t>(groups, 0)};
  for (std::size_t u = 0; u < first.units(); ++u)
    for (std::size_t g = 0; g < groups; ++g) {
      out.df[g] += unit_in[u * groups + g];
      stratum_in[static_cast<std::size_t>(first.stratum[u]) * groups + g] |= unit_in[u * groups + g];
    }
  for (std::size_t h = 0; h < first.strata(); ++h)
    for (std::size_t g = 0; g < groups; ++g) out.df[g] -= stratum_in[h * groups + g];
  for (std::size_t g = 0; g < groups; ++g) {
    out.rows[g] = t.count[g * width];
    if (design.options().degf) out.df[g] = *design.options().degf;
  }
  return out;
}

}  // namespace

Estimates estimated(const Design& design, const TotalsRequest& request, const std::vector<Statistic>& statistics) {
  auto state = std::make_shared<const Totals>(totals(design, request));
  const DomainSize size = whole_domains(design, request, *state)
                              ? with_all(sizes_of_totals(design, *state), design, request.group)
                              : domain_sizes(design, request.group);
  return finish(design, std::move(state), size, statistics, request.threads);
}

namespace {

/// The forms at the totals of every replicate.
std::vector<double> values_in_replicates(const Totals& totals, const std::vector<Statistic>& statistics) {
  const auto columns = static_cast<std::size_t>(totals.columns()), k = static_cast<std::size_t>(totals.units);
  std::vector<double> out, total(columns);
  out.reserve(k * statistics.size());
  for (std::size_t r = 0; r < k; ++r) {
    for (std::size_t c = 0; c < columns; ++c) total[c] = totals.unit_total[c * k + r];
    for (const Statistic& s : statistics) out.push_back(s.shift + value_of(s.form, total));
  }
  return out;
}

}  // namespace

Covariance covariance_of(const Design& design, const Totals& totals, const std::vector<Statistic>& statistics,
                         const std::vector<double>& estimate) {
  if (const Replicates* r = design.replicates())
    return replicate_covariance(*r, estimate, values_in_replicates(totals, statistics));
  std::vector<Linear> linear;
  for (const Statistic& s : statistics) linear.push_back(linearize(s.form, totals.total));
  return taylor_covariance(design, totals, linear);
}

std::vector<double> variances_of(const Design& design, const Totals& totals, const std::vector<Statistic>& statistics,
                                 const std::vector<double>& estimate) {
  if (const Replicates* r = design.replicates())
    return replicate_variances(*r, estimate, values_in_replicates(totals, statistics));
  std::vector<Linear> linear;
  for (const Statistic& s : statistics) linear.push_back(linearize(s.form, totals.total));
  return taylor_variances(design, totals, linear, 1);
}

Estimates finish(const Design& design, std::shared_ptr<const Totals> shared, const DomainSize& size,
                 const std::vector<Statistic>& statistics, int threads) {
  const Totals& totals = *shared;
  Estimates out;
  std::vector<Linear> linear;
  for (const Statistic& s : statistics) {
    out.estimate.push_back(s.shift + value_of(s.form, totals.total));
    linear.push_back(linearize(s.form, totals.total));
    std::int64_t n = 0;
    double sum = 0, squares = 0;
    for (const Term& t : s.base) {
      n += totals.count[static_cast<std::size_t>(t.column)];
      sum += totals.total[static_cast<std::size_t>(t.column)];
      squares += totals.square[static_cast<std::size_t>(t.column)];
    }
    out.n.push_back(n);
    out.count.push_back(s.count < 0 ? n : totals.count[static_cast<std::size_t>(s.count)]);
    out.n_weighted.push_back(sum);
    out.n_effective.push_back(squares > 0 ? sum * sum / squares : 0);
    out.df.push_back(size.df[s.group]);
    out.domain_n.push_back(size.all.empty() ? size.rows[s.group] : size.all[s.group]);
  }
  std::vector<double> replicated;
  if (design.replicates()) replicated = values_in_replicates(totals, statistics);
  const std::vector<double> v = design.replicates()
                                    ? replicate_variances(*design.replicates(), out.estimate, replicated)
                                    : taylor_variances(design, totals, linear, threads);
  for (std::size_t j = 0; j < v.size(); ++j) out.se.push_back(std::isnan(out.estimate[j]) ? nan : std::sqrt(v[j]));
  out.source = std::make_shared<Estimates::Source>(
      Estimates::Source{design, std::move(shared), std::move(linear), std::move(replicated)});
  return out;
}

/// deff = V / V_srs,  V_srs = s^2/n (1 - n/N) or s^2/n,  s^2 = n/(n-1) sum w (y - ybar)^2 / sum w,  N = sum w;
/// for a total V_srs is multiplied by N^2.  Source: Särndal, Swensson and Wretman (1992), section 2.10.
void add_design_effects(Estimates& out, const std::vector<Statistic>& statistics, DesignEffect kind, bool total) {
  if (kind == DesignEffect::none) return;
  const Totals& t = *out.source->totals;
  for (std::size_t j = 0; j < statistics.size(); ++j) {
    const Statistic& s = statistics[j];
    const auto n = static_cast<double>(out.n[j]);
    const double weight = out.n_weighted[j];
    const auto column = static_cast<std::size_t>(s.deff_column);
    const bool indicator = s.count >= 0;
    const double mean = t.total[column] / weight;
    const double spread = indicator ? mean * (1 - mean) : t.square[column] / weight - mean * mean;
    double srs = spread / (n - 1);
    if (kind == DesignEffect::without_replacement) srs *= 1 - n / weight;
    if (total) srs *= weight * weight;
    out.deff.push_back(out.se[j] * out.se[j] / srs);
  }
}

}  // namespace detail
}  // namespace enkat
