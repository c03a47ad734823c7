#pragma once
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "enkat/design/design.hpp"
#include "enkat/estimate/crosstab.hpp"
#include "enkat/estimate/mean.hpp"
#include "enkat/estimate/quantile.hpp"
#include "enkat/models/glm.hpp"
#include "enkat/tables/banner.hpp"
#include "enkat/weighting/rake.hpp"

namespace enkat::bench {

/// The synthetic survey of the benchmarks: 50 strata of 40 clusters, lognormal weights, a gamma-like amount, a yes/no
/// that depends on x. The same numbers for a seed on every platform.
struct Workload {
  Categories stratum, cluster, sex, age, region, edu, level, domain;
  std::vector<Categories> items;  ///< 20, of five points
  Numbers weight, hours, x, yes;

  explicit Workload(std::size_t n) {
    std::mt19937_64 random(1);
    const auto uniform = [&] { return (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0; };
    const auto normal = [&] { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); };
    const auto codes = [&](int levels) {
      std::vector<std::int32_t> v(n);
      for (auto& c : v) c = static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(levels));
      return v;
    };
    const auto named = [](const std::vector<std::int32_t>& v, int levels) {
      std::vector<std::string> names;
      for (int k = 0; k < levels; ++k) names.push_back(std::to_string(k));
      return Categories{Codes(v, levels), std::move(names)};
    };
    const std::vector<std::int32_t> h = codes(50), s = codes(2);
    std::vector<std::int32_t> c = codes(40);
    for (std::size_t i = 0; i < n; ++i) c[i] += 40 * h[i];
    stratum = named(h, 50);
    cluster = named(c, 2000);
    sex = named(s, 2);
    age = named(codes(6), 6);
    region = named(codes(27), 27);
    edu = named(codes(5), 5);
    level = named(codes(4), 4);
    domain = named(codes(1000), 1000);
    for (int k = 0; k < 20; ++k) items.push_back(named(codes(5), 5));
    std::vector<double> w(n), amount(n), value(n), answer(n);
    for (std::size_t i = 0; i < n; ++i) {
      w[i] = std::exp(0.5 * normal());
      amount[i] = -5 * std::log(uniform() * uniform()) + s[i];
      value[i] = normal();
      answer[i] = uniform() < 1 / (1 + std::exp(0.3 - 0.5 * value[i] - 0.3 * s[i])) ? 1 : 0;
    }
    weight = make_numbers(std::move(w), {}, "weight");
    hours = make_numbers(std::move(amount), {}, "hours");
    x = make_numbers(std::move(value), {}, "x");
    yes = make_numbers(std::move(answer), {}, "yes");
  }

  [[nodiscard]] Design design() const { return {weight.size(), &weight, {{&cluster, &stratum, nullptr}}, {}}; }
  [[nodiscard]] Design rows_alone() const { return {weight.size(), &weight, {{nullptr, &stratum, nullptr}}, {}}; }
  [[nodiscard]] std::vector<Margin> margins() const {
    const auto even = [&](const char* name, const Categories& c) {
      std::vector<double> target;
      for (std::size_t k = 0; k < c.levels.size(); ++k)
        target.push_back(static_cast<double>(k + 2) / static_cast<double>(c.levels.size() * (c.levels.size() + 3) / 2));
      double sum = 0;
      for (const double t : target) sum += t;
      for (double& t : target) t *= static_cast<double>(weight.size()) / sum;
      return Margin{name, &c, target};
    };
    return {even("sex", sex), even("age", age), even("region", region), even("edu", edu), even("level", level)};
  }
};

/// A banner book of the items over the five margins, with letters.
inline Banner book(const Workload& s, const Design& design, int threads) {
  std::vector<BannerRow> rows;
  for (const Categories& item : s.items) {
    BannerRow row{"item", {nullptr, {&item.codes, nullptr}}, {}};
    for (int k = 0; k < 5; ++k)
      row.lines.push_back({item.levels[static_cast<std::size_t>(k)], Measure::percent, Role::answer, {k}});
    row.lines.push_back({"mean", Measure::mean, Role::summary});
    row.values = {1, 2, 3, 4, 5};
    rows.push_back(std::move(row));
  }
  std::vector<BannerGroup> groups;
  for (const Categories* c : {&s.sex, &s.age, &s.region, &s.edu, &s.level}) {
    const std::vector<Factor> of{{&c->codes, nullptr}};
    groups.push_back({"group", of, banner_columns(design, of, {c->levels})});
  }
  BannerOptions options;
  options.threads = threads;
  return banner(design, rows, groups, options);
}

/// The kernels by name; each gives one number of its result, so that nothing is optimised away.
inline std::map<std::string, std::function<double()>> kernels(const Workload& s, const Design& clusters,
                                                              const Design& rows, int threads) {
  const auto numbers = [threads](const Codes* by) { return EstimateOptions{by, {}, threads}; };
  const auto table = [&s, numbers](const Design& d) {
    return crosstab(d, {&s.age.codes, nullptr}, {&s.edu.codes, nullptr}, numbers(nullptr)).count.se[0];
  };
  return {
      {"crosstab", [&clusters, table] { return table(clusters); }},
      {"crosstab_rows", [&rows, table] { return table(rows); }},
      {"banner", [&, threads] { return book(s, clusters, threads).tables[0].figures[0].se; }},
      {"mean", [&, numbers] { return mean(clusters, {{&s.hours, {}}}, numbers(nullptr)).se[0]; }},
      {"mean_1000_domains", [&, numbers] { return mean(clusters, {{&s.hours, {}}}, numbers(&s.domain.codes)).se[0]; }},
      {"quantile",
       [&, threads] {
         const std::vector<double> probs{0.25, 0.5, 0.75};
         QuantileOptions options;
         options.threads = threads;
         return quantile(clusters, {&s.hours}, probs, options).low[0];
       }},
      {"rake", [&, threads] { return rake(clusters, s.margins(), {1e-10, 1000, threads}).design.weights()[0]; }},
      {"logistic",
       [&, threads] {
         GlmModel model{"yes", s.yes, {}};
         model.terms = {{}, {{{"x", &s.x, nullptr}}}, {{{"age", nullptr, &s.age}}}, {{{"sex", nullptr, &s.sex}}}};
         return glm(clusters, model, {parse_family("binomial"), 50, threads}).coefficients.se[0];
       }},
  };
}

}  // namespace enkat::bench
