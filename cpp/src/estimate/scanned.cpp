#include "enkat/estimate/scanned.hpp"

#include "enkat/base/error.hpp"
#include "statistics.hpp"

namespace enkat {
namespace {

void expect_kind(const Scanned& scan, ScanKind kind, const char* what) {
  if (scan.kind != kind)
    throw Error(ErrorCode::design, "the scan added up something else, expected totals of " + std::string(what), "scan");
}

Factor factor_of(const Scanned& scan, std::size_t k) {
  return scan.categories[k] ? Factor{&scan.categories[k]->codes, nullptr} : Factor{nullptr, scan.options[k].get()};
}

/// The variables, without rows, and the request they make.
struct Asked {
  std::vector<Variable> variables;
  Codes groups;
  detail::VariableRequest request;

  explicit Asked(const Scanned& scan) {
    for (std::size_t k = 0; k < scan.numbers.size(); ++k)
      variables.push_back(scan.numbers[k] ? Variable{scan.numbers[k].get(), {}}
                                          : Variable{nullptr, factor_of(scan, k)});
    groups = Codes(Codes::Narrow(std::vector<std::uint8_t>()), scan.totals->groups);
    request = detail::request_of(variables, {&groups, DesignEffect::none, 0});
  }
};

Estimates finished(const Scanned& scan, const std::vector<detail::Statistic>& statistics, int threads) {
  return detail::finish(scan.design, scan.totals, {scan.df, scan.rows}, statistics, threads);
}

}  // namespace

Estimates mean(const Scanned& scan, DesignEffect deff, int threads) {
  expect_kind(scan, ScanKind::variables, "variables");
  const Asked asked(scan);
  const std::vector<detail::Statistic> statistics = detail::mean_statistics(asked.request, asked.variables);
  Estimates out = finished(scan, statistics, threads);
  detail::add_design_effects(out, statistics, deff, false);
  return out;
}

Estimates total(const Scanned& scan, DesignEffect deff, int threads) {
  expect_kind(scan, ScanKind::variables, "variables");
  const Asked asked(scan);
  const std::vector<detail::Statistic> statistics = detail::total_statistics(asked.request, asked.variables);
  Estimates out = finished(scan, statistics, threads);
  detail::add_design_effects(out, statistics, deff, true);
  return out;
}

Estimates ratio(const Scanned& scan, std::size_t numerators, int threads) {
  expect_kind(scan, ScanKind::variables, "variables");
  for (const auto& n : scan.numbers)
    if (!n) throw Error(ErrorCode::design, "a variable holds categories, expected numbers", "ratio");
  const Asked asked(scan);
  return finished(scan, detail::ratio_statistics(asked.request, asked.variables, numerators), threads);
}

Crosstab crosstab(const Scanned& scan, std::span<const std::int32_t> whole, int threads) {
  expect_kind(scan, ScanKind::table, "a table");
  return detail::crosstab_of(scan.design, *scan.totals, {scan.df, scan.rows}, factor_of(scan, 0), factor_of(scan, 1),
                             whole, threads);
}

}  // namespace enkat
